import { ApiError } from "#lib/api/api-error.ts";
import type { ReplaceChosenInput, ReplacedChosen } from "#lib/api/replacing.ts";
import type { Context } from "../context.ts";
import { openFileForReading } from "../storage/open-file.ts";
import type { Tree } from "../storage/resolve-path.ts";
import { SEARCH_MS } from "./look-through.ts";
import { type Pattern, parsePattern } from "./pattern.ts";
import { MAX_REPLACED_FILE_BYTES, type Put, type ReplaceOptions } from "./replace-in-files.ts";
import { rewriteEach } from "./rewrite-each.ts";
import { runSearch, SearchTimeout } from "./run-search.ts";
import type { ReplacedBytes } from "./search-contract.ts";

type ChosenFile = ReplaceChosenInput["files"][number];
type Reason = ReplacedChosen["left_alone"][number]["reason"];
type Where = { ctx: Pick<Context, "team">; tree: Tree; put: Put };
type Replacing = Where & {
  pattern: Pattern;
  replacement: string;
  signal: AbortSignal | undefined;
  /** When the time is over, in the clock of `performance`. */
  endMs: number;
};

const REASONS: Partial<Record<string, Reason>> = {
  file_not_found: "gone",
  file_conflict: "gone",
  precondition_failed: "changed",
  permission_denied: "refused",
  volume_read_only: "refused",
  volume_busy: "refused",
};

async function rewrite(replacing: Replacing, file: number, { chosen }: ChosenFile): Promise<ReplacedBytes> {
  const { ctx, pattern, replacement, signal, endMs } = replacing;
  const results: ReplacedBytes[] = [];
  const job = { kind: "rewrite", file, chosen, pattern, replacement, maxBytes: MAX_REPLACED_FILE_BYTES } as const;
  await runSearch(ctx.team, job, {
    limitMs: Math.max(0, endMs - performance.now()),
    signal,
    tell: (reply) => {
      if (reply.kind === "replaced") results.push(reply.result);
    },
  });
  return results[0] ?? { kind: "too_large" };
}

/** @returns how many matches were replaced, or why none was */
async function replaceInOne(replacing: Replacing, chosen: ChosenFile): Promise<number | Reason> {
  const { tree, put } = replacing;
  const file = await openFileForReading(tree, chosen.path);
  try {
    if (file.etag !== chosen.etag) return "changed";
    const result = await rewrite(replacing, file.handle.fd, chosen);
    if (result.kind === "same") return "no_match";
    if (result.kind !== "changed") return result.kind;
    await put(chosen.path, result.bytes ?? new Uint8Array(), { ifMatch: chosen.etag });
    return result.count;
  } finally {
    await file.handle.close();
  }
}

/** What ends the whole of it, and not one file alone. */
function whyStopped(error: unknown): Omit<NonNullable<ReplacedChosen["stopped"]>, "files_left"> {
  if (error instanceof SearchTimeout) return { code: "timeout", message: "It took too long and was ended." };
  if (error instanceof ApiError && error.code === "volume_quota_exceeded")
    return { code: error.code, message: error.message };
  throw error;
}

/**
 * Replaces the matches that were chosen in a preview. Each file is rewritten whole, keeping mode and owner, and only if it is
 * still the version that was previewed. A file in which that cannot be done is left alone and told with the reason; what
 * concerns all of them (the cap, the time) ends it, and what was done until then stays.
 * @throws ApiError invalid_request (the pattern); and the reason of the signal
 */
export async function replaceChosenInTree(
  where: Where,
  input: ReplaceChosenInput,
  { limitMs = SEARCH_MS, signal }: ReplaceOptions,
): Promise<ReplacedChosen> {
  const pattern = parsePattern({ ...input, pattern: input.query });
  const { replacement, files } = input;
  const done: ReplacedChosen = { replacements: 0, files_modified: 0, left_alone: [], stopped: null };
  const replacing = { ...where, pattern, replacement, signal, endMs: performance.now() + limitMs };
  const failure = await rewriteEach(files, async (file) => {
    const outcome = await replaceInOne(replacing, file).catch((error: unknown): Reason => {
      const reason = error instanceof ApiError ? REASONS[error.code] : undefined;
      if (reason === undefined) throw error;
      return reason;
    });
    if (typeof outcome === "string") done.left_alone.push({ path: file.path, reason: outcome });
    else {
      done.replacements += outcome;
      done.files_modified += 1;
    }
  }).then(() => null, whyStopped);
  // They ended in another order than they were given.
  const order = new Map(files.map(({ path }, index) => [path, index]));
  done.left_alone.sort((a, b) => (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0));
  const filesLeft = files.length - done.files_modified - done.left_alone.length;
  return { ...done, stopped: failure && { ...failure, files_left: filesLeft } };
}
