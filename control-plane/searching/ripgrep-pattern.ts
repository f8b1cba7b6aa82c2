import type { Pattern } from "./pattern.ts";

/** What ripgrep is to look for: never in fewer files than the pattern holds for. */
export type RipgrepPattern = { text: string; fixed: boolean };

/** One unit of JavaScript's, whatever it is: a half of a pair, or what stands for bytes that are no UTF-8, included. */
const ANY = "(?-u:[^\\n]){1,4}";
/** Bytes that JavaScript reads as U+FFFD, and halves of pairs. */
const STRANGE = "(?-u:[\\x80-\\xFF]){1,4}";

// JavaScript's classes, which are not quite those of other engines.
const CLASSES: Record<string, string> = {
  d: "0-9",
  w: "0-9A-Z_a-z",
  s: "\\t\\x0B\\x0C\\r \\u{A0}\\u{1680}\\u{2000}-\\u{200A}\\u{2028}\\u{2029}\\u{202F}\\u{205F}\\u{3000}\\u{FEFF}",
};
const CONTROLS: Record<string, number> = { t: 9, v: 11, f: 12, r: 13 };

class Untranslatable extends Error {}

const literal = (code: number): string =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
    ? String.fromCharCode(code)
    : `\\x{${code.toString(16)}}`;

/** Translates a source that compiles, token by token, so it need not look for what is no pattern. */
class Translator {
  #at = 0;
  readonly #source: string;
  readonly #unicode: boolean;
  readonly #fold: boolean;

  constructor({ source, flags }: Pattern) {
    this.#source = source;
    this.#unicode = flags.includes("u");
    this.#fold = flags.includes("i");
  }

  translate(): string {
    let out = this.#fold ? "(?i)" : "";
    while (this.#at < this.#source.length) out += this.#token();
    return out;
  }

  #eat(pattern: RegExp): RegExpExecArray | null {
    const sticky = new RegExp(pattern.source, "uy");
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#source);
    if (match !== null) this.#at = sticky.lastIndex;
    return match;
  }

  #token(): string {
    // What only narrows may be left out.
    if (this.#eat(/\(\?(?:<?[=!])/)) return this.#skipGroup();
    const group = this.#eat(/\((?:\?:|\?<[^>]+>)?/);
    if (group !== null) {
      if (this.#source[this.#at] === "?") throw new Untranslatable();
      return group[0] === "(" ? "(" : "(?:";
    }
    const plain = this.#eat(/[)|^]|[*+?]\??|\{\d+(?:,\d*)?\}\??/);
    if (plain !== null) return plain[0];
    if (this.#eat(/\$/)) return "(?:\\r?$)";
    if (this.#eat(/\./)) return ANY;
    if (this.#eat(/\[/)) return this.#class();
    if (this.#eat(/\\[bB]/)) return "(?:)";
    const kind = this.#eat(/\\([dwsDWS])/)?.[1];
    if (kind !== undefined) return /[dws]/.test(kind) ? `[${CLASSES[kind]}]` : ANY;
    return this.#wide(literal(this.#character()), this.#last);
  }

  #last = 0;
  /** The character that stands here, as itself or as an escape. */
  #character(): number {
    const found = this.#eat(/\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([tvfr])|([^0-9A-Za-z]))/);
    let code: number;
    if (found !== null) {
      const [, braced, four, two, control, itself] = found;
      if (braced !== undefined && !this.#unicode) throw new Untranslatable();
      const digits = braced ?? four ?? two;
      code =
        digits !== undefined ? Number.parseInt(digits, 16) : (CONTROLS[control ?? ""] ?? itself?.codePointAt(0) ?? 0);
    } else {
      const [text] = this.#eat(/[^\\]/) ?? [];
      if (text === undefined) throw new Untranslatable();
      code = text.codePointAt(0) ?? 0;
    }
    const isHalf = code >= 0xd800 && code <= 0xdfff;
    // Without `u` a pair is two characters and case is folded otherwise; a line has no line feed, and a text no NUL.
    if (isHalf || code === 10 || code === 0 || (!this.#unicode && (code > 0xffff || (this.#fold && code > 127))))
      throw new Untranslatable();
    this.#last = code;
    return code;
  }

  #wide(set: string, last: number): string {
    return last === 0xfffd ? `(?:${set}|${STRANGE})` : set;
  }

  #class(): string {
    const negated = this.#eat(/\^/) !== null;
    if (this.#eat(/\]/)) {
      if (negated) return ANY;
      throw new Untranslatable();
    }
    let set = "";
    let strange = negated;
    const single = (): number | null => {
      const kind = this.#eat(/\\([dwsDWS])/)?.[1];
      if (kind === undefined) return this.#eat(/\\b/) ? 8 : this.#character();
      if (this.#fold && /w/i.test(kind)) throw new Untranslatable();
      strange ||= /[DWS]/.test(kind);
      set += /[dws]/.test(kind) ? CLASSES[kind] : `[^${CLASSES[kind.toLowerCase()]}]`;
      return null;
    };
    while (!this.#eat(/\]/)) {
      const from = single();
      if (from === null) continue;
      if (this.#source[this.#at] !== "-" || this.#source[this.#at + 1] === "]") {
        set += literal(from);
        strange ||= from > 127;
        continue;
      }
      this.#at += 1;
      const to = single();
      // `[a-\d]`: three things, in the older syntax.
      if (to === null) throw new Untranslatable();
      set += `${literal(from)}-${literal(to)}`;
      strange ||= to > 127;
    }
    return strange ? `(?:[${negated ? "^" : ""}${set}]|${STRANGE})` : `[${set}]`;
  }

  #skipGroup(): string {
    for (let depth = 1; depth > 0; ) {
      if (this.#eat(/\[(?:\\[\s\S]|[^\]\\])*\]|\\[\s\S]/)) continue;
      const [one] = this.#eat(/[\s\S]/) ?? [];
      if (one === undefined) throw new Untranslatable();
      if (one === "(") depth += 1;
      if (one === ")") depth -= 1;
    }
    return "(?:)";
  }
}

/**
 * Says a pattern in ripgrep's words. It may hold for more lines than the pattern does, for fewer never: who shows lines asks
 * the pattern itself. Null where there is no such pattern, as with references back.
 */
export function ripgrepPattern(pattern: Pattern): RipgrepPattern | null {
  const { needle } = pattern;
  if (needle !== null) return /[\0\n]/.test(needle) ? null : { text: needle, fixed: true };
  try {
    return { text: new Translator(pattern).translate(), fixed: false };
  } catch (error) {
    if (error instanceof Untranslatable) return null;
    throw error;
  }
}
