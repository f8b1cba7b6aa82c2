import { isEscapedName } from "#lib/api/paths.ts";

/** A stretch of a name: text as it is, or one character that would be invisible or would bend the line, by its name. */
export type NamePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "mark"; readonly sign: string; readonly title: string };

const NAMED: Record<string, readonly [sign: string, title: string]> = {
  "\n": ["⏎", "line break"],
  "\r": ["␍", "carriage return"],
  "\t": ["⇥", "tab"],
  "\u{7f}": ["␡", "delete character"],
  "\u{a0}": ["⍽", "no-break space"],
  "\u{ad}": ["SHY", "soft hyphen"],
  "\u{61c}": ["ALM", "Arabic letter mark"],
  "\u{200b}": ["ZWSP", "zero-width space"],
  "\u{200c}": ["ZWNJ", "zero-width non-joiner"],
  "\u{200e}": ["LRM", "left-to-right mark"],
  "\u{200f}": ["RLM", "right-to-left mark"],
  "\u{2028}": ["LSEP", "line separator"],
  "\u{2029}": ["PSEP", "paragraph separator"],
  "\u{202a}": ["LRE", "left-to-right embedding"],
  "\u{202b}": ["RLE", "right-to-left embedding"],
  "\u{202c}": ["PDF", "end of embedding"],
  "\u{202d}": ["LRO", "left-to-right override"],
  "\u{202e}": ["RLO", "right-to-left override"],
  "\u{2060}": ["WJ", "word joiner"],
  "\u{2066}": ["LRI", "left-to-right isolate"],
  "\u{2067}": ["RLI", "right-to-left isolate"],
  "\u{2068}": ["FSI", "first strong isolate"],
  "\u{2069}": ["PDI", "end of isolate"],
  "\u{feff}": ["BOM", "zero-width no-break space"],
  "\u{fffd}": ["�", "replacement character"],
};

function markOf(character: string, edge: boolean): NamePart | null {
  const named = NAMED[character];
  if (named) return { kind: "mark", sign: named[0], title: named[1] };
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20)
    return { kind: "mark", sign: String.fromCodePoint(0x2400 + code), title: `control character ${code}` };
  if (code >= 0x80 && code < 0xa0) return { kind: "mark", sign: `U+${code.toString(16)}`, title: "control character" };
  if (character === " " && edge) return { kind: "mark", sign: "␠", title: "space at the edge" };
  return null;
}

/** A name cut into what can be shown as text and what must be shown by a sign. Joined texts and signs read in order. */
export function nameParts(name: string): NamePart[] {
  const parts: NamePart[] = [];
  const characters = [...name];
  // The mark of an escaped name is told by its own badge, the rest of it is plain ASCII.
  const shown = isEscapedName(name) ? characters.slice(1) : characters;
  let text = "";
  shown.forEach((character, index) => {
    const mark = markOf(character, index === 0 || index === shown.length - 1);
    if (mark === null) {
      text += character;
      return;
    }
    if (text !== "") parts.push({ kind: "text", text });
    text = "";
    parts.push(mark);
  });
  if (text !== "") parts.push({ kind: "text", text });
  return parts;
}

/** The name on one line, for labels and titles: marks by their names in brackets. */
export const spokenName = (name: string): string =>
  `${nameParts(name)
    .map((part) => (part.kind === "text" ? part.text : `[${part.title}]`))
    .join("")}${isEscapedName(name) ? " (not UTF-8)" : ""}`;

/** Whether an input field would lose or hide a character of the name. */
export const isHardToType = (name: string): boolean =>
  !isEscapedName(name) && nameParts(name).some((part) => part.kind === "mark" && part.sign !== "␠");

/**
 * A name that every input field keeps: escaped byte by byte where a field would drop a line break or hide a mark. The API
 * reads the escaped form as the same name.
 */
export function typeableName(name: string): string {
  if (!isHardToType(name)) return name;
  let escaped = "\u{fffd}";
  for (const byte of new TextEncoder().encode(name))
    escaped +=
      byte > 0x20 && byte < 0x7f && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  return escaped;
}

/** Where the stem of a name ends, so that a rename selects `report` of `report.txt` and all of `.env`. */
export function stemLength(name: string, isDirectory: boolean): number {
  const dot = name.lastIndexOf(".");
  return isDirectory || dot <= 0 ? name.length : dot;
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * A name for one line: its parts, and the end that stays when the middle is cut (the extension and a few characters before
 * it). The end is empty where the name is short, or where cutting would not read right.
 */
export function cutName(name: string): { head: NamePart[]; tail: string } {
  const parts = nameParts(name);
  const last = parts.at(-1);
  if (last?.kind !== "text" || RIGHT_TO_LEFT.test(name)) return { head: parts, tail: "" };
  const graphemes = Array.from(new Intl.Segmenter().segment(last.text), (one) => one.segment);
  const dot = graphemes.lastIndexOf(".");
  const extension = dot > 0 && graphemes.length - dot <= 10 ? graphemes.length - dot : 0;
  const keep = extension + 4;
  if (graphemes.length <= keep + 4) return { head: parts, tail: "" };
  return {
    head: [...parts.slice(0, -1), { kind: "text", text: graphemes.slice(0, -keep).join("") }],
    tail: graphemes.slice(-keep).join(""),
  };
}
