import { readSync } from "node:fs";
import type { LineFound } from "#lib/api/searching.ts";
import type { Pattern } from "./pattern.ts";

/** Lines are looked at in blocks of this many bytes; a longer line is looked at in pieces. */
const BLOCK_BYTES = 1024 * 1024;
/** Matches of one line that are told. */
const MAX_RANGES = 100;
/** Characters told before the first match of a long line. */
const LEAD_CHARS = 80;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

type Line = Omit<LineFound, "type" | "path">;
type Tell = (line: Line) => void;

type Finder = {
  /**
   * Looks through a file that is open for reading, from where it stands, and tells what it found at its end: a file with a
   * NUL anywhere is no text.
   * @param most lines that are told
   * @param tell may end it by throwing
   */
  find(file: number, most: number, tell: Tell): void;
};

/** A line with its matches, or the part of a long one from a little before its first match. */
function show(text: string, number: number, ranges: [number, number][], maxChars: number): Line {
  const first = ranges[0]?.[0] ?? 0;
  const start = text.length <= maxChars || first < maxChars / 2 ? 0 : Math.max(0, first - LEAD_CHARS);
  const end = Math.min(text.length, start + maxChars);
  const shown = ranges.flatMap(([from, to]): [number, number][] =>
    from >= end ? [] : [[from - start, Math.min(to, end) - start]],
  );
  return { line: number, column: first + 1, text: text.slice(start, end), ranges: shown };
}

/** Finds lines one by one: a pattern never sees more than one of them. */
export function createFinder(pattern: Pattern, maxChars: number): Finder {
  const regex = new RegExp(pattern.source, `${pattern.flags}g`);
  const needle = pattern.needle === null ? null : Buffer.from(pattern.needle);
  const buffer = Buffer.allocUnsafe(BLOCK_BYTES);

  const rangesIn = (text: string): [number, number][] => {
    const ranges: [number, number][] = [];
    regex.lastIndex = 0;
    for (let match = regex.exec(text); match !== null && ranges.length < MAX_RANGES; match = regex.exec(text)) {
      ranges.push([match.index, match.index + match[0].length]);
      if (match[0] === "") regex.lastIndex += 1;
    }
    return ranges;
  };
  const look = (text: string, number: number, tell: Tell) => {
    const ranges = rangesIn(text);
    if (ranges.length > 0) tell(show(text, number, ranges, maxChars));
  };

  const textOf = (block: Buffer, start: number, end: number) =>
    block.toString("utf8", start, end > start && block[end - 1] === RETURN ? end - 1 : end);

  const countLines = (block: Buffer, from: number, to: number) => {
    let count = 0;
    for (let at = block.indexOf(NEWLINE, from); at !== -1 && at < to; at = block.indexOf(NEWLINE, at + 1)) count++;
    return count;
  };

  /** Only the lines that have the text are ever decoded. */
  const findText = (block: Buffer, text: Buffer, firstLine: number, tell: Tell) => {
    let line = firstLine;
    let counted = 0;
    for (let at = block.indexOf(text); at !== -1; ) {
      const start = at === 0 ? 0 : block.lastIndexOf(NEWLINE, at - 1) + 1;
      const newline = block.indexOf(NEWLINE, at);
      const end = newline === -1 ? block.length : newline;
      line += countLines(block, counted, start);
      counted = start;
      look(textOf(block, start, end), line, tell);
      if (newline === -1) return;
      at = block.indexOf(text, newline + 1);
    }
  };
  const findRegex = (block: Buffer, firstLine: number, tell: Tell) => {
    const text = block.toString("utf8");
    let line = firstLine;
    for (let start = 0; start < text.length; line++) {
      const newline = text.indexOf("\n", start);
      const end = newline === -1 ? text.length : newline;
      look(text.slice(start, end > start && text.charCodeAt(end - 1) === RETURN ? end - 1 : end), line, tell);
      start = end + 1;
    }
  };

  return {
    find(file, most, tell) {
      const found: Line[] = [];
      const keep: Tell = (one) => {
        if (found.length < most) found.push(one);
      };
      let line = 1;
      let kept = 0;
      for (;;) {
        const length = kept + readSync(file, buffer, kept, buffer.length - kept, null);
        // A regular file gives less than is asked for at its end alone.
        const ended = length < buffer.length;
        if (length === 0) break;
        if (buffer.subarray(kept, length).includes(0)) return;
        const last = buffer.lastIndexOf(NEWLINE, length - 1);
        // The rest of a line comes with the next block; one that fills a block alone, or ends the file, goes as it is.
        const end = ended || last === -1 ? length : last + 1;
        const block = buffer.subarray(0, end);
        if (found.length < most) {
          if (needle === null) findRegex(block, line, keep);
          else findText(block, needle, line, keep);
        }
        if (ended) break;
        line += countLines(block, 0, end);
        buffer.copyWithin(0, end, length);
        kept = length - end;
      }
      for (const one of found) tell(one);
    },
  };
}
