import type { Chosen } from "#lib/api/replacing.ts";
import { matchesIn } from "./line-matches.ts";
import { parseReplacement } from "./parse-replacement.ts";
import { decodeText, readWhole } from "./read-text.ts";
import type { ReplacedBytes, SearchJob } from "./search-contract.ts";

function chooser(chosen: Chosen): (ordinal: number) => boolean {
  if ("all" in chosen) return () => true;
  const named = new Set("only" in chosen ? chosen.only : chosen.except);
  return "only" in chosen ? (ordinal) => named.has(ordinal) : (ordinal) => !named.has(ordinal);
}

/** Replaces the chosen matches in an open file's content; what it makes is bounded like what it reads. */
export function rewriteChosen(job: Extract<SearchJob, { kind: "rewrite" }>): ReplacedBytes {
  const { file, pattern, replacement, maxBytes } = job;
  const bytes = readWhole(file, maxBytes);
  if (bytes === null) return { kind: "too_large" };
  const text = decodeText(bytes);
  if (text === null) return { kind: "binary" };
  const putFor = parseReplacement(replacement, pattern);
  const isChosen = chooser(job.chosen);
  const parts: string[] = [];
  let [ordinal, count, at, length] = [0, 0, 0, text.length];
  for (const match of matchesIn(text, pattern)) {
    if (!isChosen(ordinal++)) continue;
    const put = putFor(match);
    length += put.length - match.whole.length;
    if (length > maxBytes) return { kind: "too_large" };
    parts.push(text.slice(at, match.start), put);
    at = match.end;
    count += 1;
  }
  const replaced = parts.join("") + text.slice(at);
  return replaced === text ? { kind: "same" } : { kind: "changed", count, bytes: new TextEncoder().encode(replaced) };
}
