import { type Match, parseReplacement } from "./parse-replacement.ts";
import type { Pattern } from "./pattern.ts";
import { decodeText, readWhole } from "./read-text.ts";
import type { ReplacedBytes } from "./search-contract.ts";

class TooLarge extends Error {}

type Job = { file: number; pattern: Pattern; replacement: string; maxBytes: number; dryRun: boolean };

/** Replaces every match in an open file's content, which has to be text; what it makes is bounded like what it reads. */
export function replaceText({ file, pattern, replacement, maxBytes, dryRun }: Job): ReplacedBytes {
  const bytes = readWhole(file, maxBytes);
  if (bytes === null) return { kind: "too_large" };
  const text = decodeText(bytes);
  if (text === null) return { kind: "binary" };
  const putFor = parseReplacement(replacement, pattern);
  let count = 0;
  let grown = text.length;
  const expand = (whole: string, ...rest: unknown[]): string => {
    // After the groups come the offset, the whole text and, where groups have names, those.
    const named = typeof rest.at(-1) === "object" ? (rest.pop() as Match["named"]) : {};
    const groups = rest.slice(0, -2) as Match["groups"];
    const put = putFor({ whole, groups, named });
    count += 1;
    grown += put.length - whole.length;
    if (grown > maxBytes) throw new TooLarge();
    return put;
  };
  try {
    const replaced = text.replace(new RegExp(pattern.source, `${pattern.flags}gm`), expand);
    if (count === 0 || replaced === text) return { kind: "same" };
    return { kind: "changed", count, bytes: dryRun ? null : new TextEncoder().encode(replaced) };
  } catch (error) {
    if (error instanceof TooLarge) return { kind: "too_large" };
    throw error;
  }
}
