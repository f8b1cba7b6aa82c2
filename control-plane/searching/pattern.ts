import { ApiError } from "#lib/api/api-error.ts";

/** A pattern that compiles, in a form that travels between threads. */
export type Pattern = {
  source: string;
  /** `u` and `i` at most. */
  flags: string;
  /** Characters that stand in every match, where they are known; nothing needs a look that has them nowhere. */
  needle: string | null;
  /** It was given as text, so what replaces it is text too. */
  literal: boolean;
};

type Asked = { pattern: string; literal: boolean; case_sensitive: boolean; whole_word?: boolean };

const escapeText = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** Flags at the front, as other engines write them: `(?i)needle`. */
const LEADING_FLAGS = /^\(\?i\)/;

function compiles(source: string, flags: string): string | null {
  try {
    new RegExp(source, flags);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const invalid = (problem: string) =>
  new ApiError("invalid_request", `pattern: is no regular expression (${problem})`, {
    suggestedAction: "Correct it, or look for the text as it stands with literal.",
    details: { field: "pattern", rule: "must be a regular expression" },
  });

/** An edge of a word, or a place that is in none: `(?<!W)` and `(?!W)` are not both false there. */
const EDGES = {
  unicode: String.raw`(?:(?<![\p{L}\p{M}\p{N}_])|(?![\p{L}\p{M}\p{N}_]))`,
  plain: String.raw`(?:(?<!\w)|(?!\w))`,
};

function inWords(pattern: Pattern): Pattern {
  const edge = EDGES[pattern.flags.includes("u") ? "unicode" : "plain"];
  return { ...pattern, source: `${edge}(?:${pattern.source})${edge}` };
}

/**
 * Compiles a pattern; nothing is matched here, so a hostile one costs nothing.
 * @throws ApiError invalid_request
 */
export function parsePattern(asked: Asked): Pattern {
  const pattern = parseAsked(asked);
  return asked.whole_word === true ? inWords(pattern) : pattern;
}

function parseAsked(asked: Asked): Pattern {
  const fold = asked.case_sensitive ? "" : "i";
  if (asked.literal) {
    if (!asked.pattern.isWellFormed()) throw invalid("it is not well-formed Unicode");
    return {
      source: escapeText(asked.pattern),
      flags: `u${fold}`,
      needle: fold === "" ? asked.pattern : null,
      literal: true,
    };
  }
  const source = asked.pattern.replace(LEADING_FLAGS, "");
  const insensitive = fold === "i" || source !== asked.pattern ? "i" : "";
  // Strict syntax first, for whole characters and \p{…}; the older one lets escapes stand that mean nothing.
  const strict = compiles(source, `u${insensitive}`);
  if (strict === null) {
    const plain = insensitive === "" && escapeText(source) === source && source.isWellFormed();
    return { source, flags: `u${insensitive}`, needle: plain ? source : null, literal: false };
  }
  if (compiles(source, insensitive) !== null) throw invalid(strict);
  return { source, flags: insensitive, needle: null, literal: false };
}
