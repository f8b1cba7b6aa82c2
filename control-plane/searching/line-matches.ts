import type { Match } from "./parse-replacement.ts";
import type { Pattern } from "./pattern.ts";

export type LineMatch = Match & {
  /** The first line is 1. */
  line: number;
  /** Where the line is in the text, without its line break. */
  lineStart: number;
  lineEnd: number;
  /** Where the match is in the text. */
  start: number;
  end: number;
};

/** The matches in a text in their order. As in a search, a pattern never sees more than one line, without its line break. */
export function* matchesIn(text: string, pattern: Pattern): Generator<LineMatch, void, undefined> {
  const regex = new RegExp(pattern.source, `${pattern.flags}g`);
  for (let lineStart = 0, line = 1; lineStart < text.length; line++) {
    const newline = text.indexOf("\n", lineStart);
    const next = newline === -1 ? text.length : newline;
    const lineEnd = next > lineStart && text[next - 1] === "\r" ? next - 1 : next;
    const content = text.slice(lineStart, lineEnd);
    regex.lastIndex = 0;
    for (let match = regex.exec(content); match !== null; match = regex.exec(content)) {
      const [whole, ...groups] = match;
      const start = lineStart + match.index;
      yield { line, lineStart, lineEnd, start, end: start + whole.length, whole, groups, named: match.groups ?? {} };
      if (whole === "") regex.lastIndex += 1;
    }
    lineStart = next + 1;
  }
}
