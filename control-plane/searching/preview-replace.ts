import { closeSync, fstatSync } from "node:fs";
import type { VolumePath } from "#lib/api/paths.ts";
import {
  MAX_PREVIEWED_FILES,
  MAX_PREVIEWED_MATCHES,
  MAX_PREVIEWED_MATCHES_OF_FILE,
  type MatchPreview,
} from "#lib/api/replacing.ts";
import { pathAt, pathOf, statOf } from "../storage/descriptors.ts";
import { etagOf } from "../storage/etag.ts";
import { refuseKernelFiles } from "../storage/kernel-files.ts";
import { walkTree } from "../storage/walk-tree.ts";
import { holdsFor } from "./glob.ts";
import { type LineMatch, matchesIn } from "./line-matches.ts";
import { namedBelow } from "./named-entry.ts";
import { OPEN_FLAGS, openRegular, openRegularGuarded } from "./open-regular.ts";
import { parseReplacement } from "./parse-replacement.ts";
import { decodeText, readWhole } from "./read-text.ts";
import type { Previewed, Replacing, SearchJob, SearchReply } from "./search-contract.ts";

type Job = Extract<SearchJob, { kind: "preview" }>;

/** Characters shown before and after a match, and of what is put in. */
const AROUND_CHARS = 80;
const SHOWN_CHARS = 400;
/** A file with a NUL this near to its beginning is no text, and nobody searches in it. */
const SNIFFED_BYTES = 64 * 1024;
const SAY_EVERY_MS = 50;

function show(text: string, match: LineMatch, put: string): MatchPreview {
  const end = Math.min(match.end, match.start + SHOWN_CHARS);
  const from = Math.max(match.lineStart, match.start - AROUND_CHARS);
  const to = Math.min(match.lineEnd, end + AROUND_CHARS);
  return {
    line: match.line,
    column: match.start - match.lineStart + 1,
    text: text.slice(from, to),
    range: [match.start - from, end - from],
    put: put.slice(0, SHOWN_CHARS),
    put_cut: put.length > SHOWN_CHARS,
  };
}

function matchesOf(text: string, { pattern, replacement }: Replacing): { total: number; matches: MatchPreview[] } {
  const putFor = parseReplacement(replacement, pattern);
  const matches: MatchPreview[] = [];
  let total = 0;
  for (const match of matchesIn(text, pattern)) {
    if (total++ < MAX_PREVIEWED_MATCHES_OF_FILE) matches.push(show(text, match, putFor(match)));
  }
  return { total, matches };
}

/** What a file would become; null where nothing matches, and where nobody would search. */
function previewFile(job: Job, file: number, path: VolumePath): Previewed | null {
  const stat = fstatSync(file, { bigint: true });
  const bytes = readWhole(file, job.maxBytes);
  if (bytes === null) return { type: "not_replaceable", path, reason: "too_large" };
  if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) return null;
  if (job.pattern.needle !== null && !bytes.includes(job.pattern.needle)) return null;
  const text = decodeText(bytes);
  const { total, matches } = matchesOf(text ?? bytes.toString("utf8"), job);
  if (total === 0) return null;
  return text === null
    ? { type: "not_replaceable", path, reason: "binary" }
    : { type: "file", path, etag: etagOf(stat), total, matches };
}

function* filesOf({ target, path, guarded, glob }: Job): Generator<{ file: number | null; path: VolumePath }> {
  const stat = statOf(target);
  if (stat.isFile()) yield { file: openRegular(pathOf(target), OPEN_FLAGS.itself), path };
  if (!stat.isDirectory()) return;
  for (const entry of walkTree(target, undefined, guarded ? refuseKernelFiles : undefined)) {
    if (!entry.stat.isFile()) continue;
    const named = namedBelow(path, entry);
    if (glob !== null && !holdsFor(glob, named)) continue;
    // What `namedBelow` joins is one.
    const below = named.absolute as VolumePath;
    const file = guarded
      ? openRegularGuarded(entry.directory, entry.name)
      : openRegular(pathAt(entry.directory, entry.name), OPEN_FLAGS.below);
    yield { file, path: below };
  }
}

/** Looks through a directory and all below it, or through one file, and says for each what would be replaced. */
export function previewReplace(job: Job, say: (reply: SearchReply) => void): void {
  let batch: Previewed[] = [];
  let [lookedAt, files, matches, saidAt] = [0, 0, 0, performance.now()];
  const flush = () => {
    say({ kind: "previewed", files: batch, lookedAt });
    batch = [];
    saidAt = performance.now();
  };
  // The caller learns that it has begun.
  flush();
  let limited = false;
  for (const { file, path } of filesOf(job)) {
    if (file === null) continue;
    let previewed: Previewed | null;
    try {
      previewed = previewFile(job, file, path);
    } finally {
      closeSync(file);
    }
    lookedAt += 1;
    if (previewed !== null) {
      const shown = previewed.type === "file" ? previewed.matches.length : 0;
      limited = files >= MAX_PREVIEWED_FILES || (files > 0 && matches + shown > MAX_PREVIEWED_MATCHES);
      if (limited) break;
      batch.push(previewed);
      files += 1;
      matches += shown;
    }
    if (performance.now() - saidAt > SAY_EVERY_MS) flush();
  }
  flush();
  say({ kind: "end", lookedAt, limited });
}
