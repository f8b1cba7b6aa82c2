export type Match = {
  whole: string;
  groups: readonly (string | undefined)[];
  named: Readonly<Record<string, string | undefined>>;
};

const TOKEN = /\$(?:\$|&|(\d{1,2})|<([^>]+)>|\{(\w+)\})/g;

type Part = string | ((match: Match) => string);

function partsOf(replacement: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of replacement.matchAll(TOKEN)) {
    const [token, digits, angled, braced] = match;
    parts.push(replacement.slice(at, match.index));
    at = match.index + token.length;
    const name = digits ?? angled ?? braced;
    if (name === undefined) parts.push(token === "$$" ? "$" : ({ whole }) => whole);
    else if (/^\d+$/.test(name))
      parts.push(({ groups }) =>
        Number(name) <= groups.length && name !== "0" ? (groups[Number(name) - 1] ?? "") : token,
      );
    else parts.push(({ named }) => (Object.hasOwn(named, name) ? (named[name] ?? "") : token));
  }
  return [...parts, replacement.slice(at)];
}

/**
 * Makes what stands in for a match. `$1`, `$<name>`, `${name}` and `$&` stand for what was matched, `$$` for a dollar;
 * unknown groups stay as they are written.
 * @param literal the replacement is text as it stands
 */
export function parseReplacement(replacement: string, { literal }: { literal: boolean }): (match: Match) => string {
  if (literal) return () => replacement;
  const parts = partsOf(replacement);
  return (match) => parts.map((part) => (typeof part === "string" ? part : part(match))).join("");
}
