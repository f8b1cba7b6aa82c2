import { ApiError } from "#lib/api/api-error.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Replaced, ReplaceInput } from "#lib/api/searching.ts";
import type { Context } from "../context.ts";
import { type OpenFile, openFileForReading } from "../storage/open-file.ts";
import type { Tree } from "../storage/resolve-path.ts";
import { SEARCH_MS } from "./look-through.ts";
import { type Pattern, parsePattern } from "./pattern.ts";
import { rewriteEach } from "./rewrite-each.ts";
import { runSearch, SearchTimeout } from "./run-search.ts";
import type { ReplacedBytes } from "./search-contract.ts";

/** Bytes of a file in which something is replaced: it is held in memory, before and after. */
export const MAX_REPLACED_FILE_BYTES = 32 * 1024 * 1024;

export type ReplaceOptions = { limitMs?: number; signal?: AbortSignal | undefined };
type Outcome = "same" | "skipped" | "binary" | { count: number };

/** Puts bytes in place of a file that is still the version given. */
export type Put = (path: VolumePath, bytes: Uint8Array<ArrayBuffer>, version: { ifMatch: string }) => Promise<unknown>;

type Replacing = {
  ctx: Pick<Context, "team">;
  tree: Tree;
  files: readonly VolumePath[];
  input: Omit<ReplaceInput, "files">;
  put: Put;
};
type Running = Replacing & {
  pattern: Pattern;
  signal: AbortSignal | undefined;
  /** When the time is over, in the clock of `performance`. */
  endMs: number;
};

async function replaceBytes(running: Running, { handle }: OpenFile): Promise<ReplacedBytes> {
  const { ctx, input, pattern, signal, endMs } = running;
  const { replacement, dry_run: dryRun } = input;
  const results: ReplacedBytes[] = [];
  const job = {
    kind: "replace",
    file: handle.fd,
    pattern,
    replacement,
    dryRun,
    maxBytes: MAX_REPLACED_FILE_BYTES,
  } as const;
  const limitMs = Math.max(0, endMs - performance.now());
  await runSearch(ctx.team, job, {
    limitMs,
    signal,
    tell: (reply) => {
      if (reply.kind === "replaced") results.push(reply.result);
    },
  });
  return results[0] ?? { kind: "too_large" };
}

/** Bytes that are there already, as a source of an upload. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/** What the file is now is nobody's business here: it was changed, moved or removed by somebody else, who wins. */
const isPassed = (error: unknown) =>
  error instanceof ApiError &&
  ["file_not_found", "file_conflict", "permission_denied", "precondition_failed", "volume_busy"].includes(error.code);

async function replaceInOne(running: Running, path: VolumePath): Promise<Outcome> {
  const file = await openFileForReading(running.tree, path);
  const result = await replaceBytes(running, file).finally(() => file.handle.close());
  if (result.kind !== "changed") return result.kind === "too_large" ? "skipped" : result.kind;
  if (result.bytes !== null) await running.put(path, result.bytes, { ifMatch: file.etag });
  return { count: result.count };
}

const tooLong = (done: Replaced) =>
  new ApiError("timeout", `The replace took too long and was ended after ${done.files_modified} files.`, {
    suggestedAction: "Replace in fewer files at once, or with a simpler pattern.",
    details: done,
  });

/** What ends it says what was done until then. */
function withDone(error: unknown, done: Replaced): unknown {
  if (error instanceof SearchTimeout) return tooLong(done);
  if (!(error instanceof ApiError && ["volume_quota_exceeded", "volume_read_only"].includes(error.code))) return error;
  const { message, code, suggestedAction, details } = error;
  return new ApiError(code, message, {
    ...(suggestedAction !== undefined && { suggestedAction }),
    details: { ...details, ...done },
  });
}

/**
 * Replaces every match in the files given. Each is rewritten whole, and only if it is still what was read: one that somebody
 * else changes, removes or swaps meanwhile is left alone and counted as skipped, as are directories and special files. Files
 * that are no UTF-8 text are left alone too.
 * @throws ApiError invalid_request (the pattern), timeout, and what `put` throws of a cap or a read-only place; the details of
 *   all but the first say what was done until then
 */
export async function replaceInFiles(
  replacing: Replacing,
  { limitMs = SEARCH_MS, signal }: ReplaceOptions,
): Promise<Replaced> {
  const { dry_run } = replacing.input;
  const done: Replaced = { dry_run, replacements: 0, files_modified: 0, files_skipped: 0, binary_files_skipped: 0 };
  const pattern = parsePattern(replacing.input);
  const running: Running = { ...replacing, pattern, signal, endMs: performance.now() + limitMs };
  await rewriteEach(new Set(replacing.files), async (path) => {
    const outcome = await replaceInOne(running, path).catch((error: unknown): Outcome => {
      if (isPassed(error)) return "skipped";
      throw error;
    });
    if (outcome === "skipped") done.files_skipped += 1;
    else if (outcome === "binary") done.binary_files_skipped += 1;
    else if (outcome !== "same") {
      done.replacements += outcome.count;
      done.files_modified += 1;
    }
  }).catch((error: unknown) => {
    throw withDone(error, done);
  });
  return done;
}
