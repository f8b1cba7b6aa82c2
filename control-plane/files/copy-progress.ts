import { ApiError } from "#lib/api/api-error.ts";
import type { CopyProgress } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { type Tree, withEntry } from "../storage/resolve-path.ts";
import { measureEntry } from "./measure-entry.ts";

/** Entries that were left out of a copied directory and are told one by one. */
export const MAX_SKIPPED_TOLD = 100;

/** What who ended a copy is told. */
export const copyEnded = () =>
  new ApiError("timeout", "The copying was ended by who asked for it; nothing of it is half done.");

const sizeOf = async (root: Tree, path: VolumePath): Promise<number> =>
  withEntry(root, path, { follow: false }, async (entry) => (await measureEntry(entry)).total.usedBytes);

/** What all of it takes together, as far as it can be found: why one cannot be copied is told when it is its turn. */
async function measureAll(root: Tree, paths: readonly VolumePath[], signal: AbortSignal | undefined) {
  let bytes = 0;
  for (const path of paths) {
    if (signal?.aborted) throw copyEnded();
    bytes += await sizeOf(root, path).catch(() => 0);
  }
  return bytes;
}

/** Counts for `onProgress`; a sum that turns out too small never makes it more than all. */
export async function createTeller(
  root: Tree,
  paths: readonly VolumePath[],
  { signal, onProgress }: CopyOptions,
): Promise<(bytes: number) => void> {
  if (onProgress === undefined) return () => undefined;
  const total = await measureAll(root, paths, signal);
  let done = 0;
  return (bytes) => {
    done += bytes;
    onProgress({ done_bytes: Math.min(done, total), total_bytes: total });
  };
}

/** `signal` ends the copying: what is finished stays, nothing is half. */
export type CopyOptions = { signal?: AbortSignal; onProgress?: (progress: CopyProgress) => void };
