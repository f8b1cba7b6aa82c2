import { type BigIntStats, closeSync, fsync } from "node:fs";
import { promisify } from "node:util";
import { ApiError } from "#lib/api/api-error.ts";
import type { FileInfo } from "#lib/api/files.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { PublishedFile } from "#lib/api/transfers.ts";
import type { Context } from "../context.ts";
import { placeStaged } from "../files/place-staged.ts";
import { checkPreconditions, type Preconditions } from "../files/preconditions.ts";
import type { SandboxTree } from "../sandboxes/sandbox-tree.ts";
import { openEntry, statOf } from "../storage/descriptors.ts";
import { etagOf } from "../storage/etag.ts";
import { requireRegularFile } from "../storage/open-file.ts";
import { type Tree, withTarget } from "../storage/resolve-path.ts";
import { discard, type StageOptions, stageFile } from "../storage/stage-file.ts";
import type { WritableTree } from "../storage/store.ts";
import { findExisting } from "../transfers/find-existing.ts";
import { describeSandboxFile } from "./describe-sandbox-file.ts";
import { noRoom, roomIn } from "./room-in.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";
import { withStagingFor } from "./with-staging.ts";

type Options = Preconditions &
  Pick<StageOptions, "expectedBytes" | "expectedSha256" | "release"> & {
    /** Runs the move into place, of a file that stands beside it whole; by default at once. */
    around?(staged: BigIntStats, place: () => void): Promise<void>;
  };

const fsyncDirectory = promisify(fsync);

/** Refuses before a byte is read what could not be put in place; what counts is checked there again. */
function requireTarget(tree: Tree, path: VolumePath, given: Preconditions): void {
  checkPreconditions(given, findExisting(tree, path));
  try {
    withTarget(tree, path, ({ existing }) => existing !== null && requireRegularFile(existing.stat, path));
  } catch (error) {
    // Its directory is made later.
    if (!(error instanceof ApiError && error.code === "file_not_found")) throw error;
  }
}

async function publish(
  root: WritableTree,
  path: VolumePath,
  chunks: AsyncIterable<Uint8Array>,
  { ifMatch, ifNoneMatch, around = async (_, place) => place(), ...expected }: Options,
): Promise<PublishedFile> {
  const staged = await stageFile(root, chunks, { ...expected, maxBytes: roomIn(root.staging), overMax: noRoom });
  const directories: number[] = [];
  try {
    const fd = openEntry(root.staging, staged.name);
    const stat = statOf(fd);
    closeSync(fd);
    await around(stat, () => {
      directories.push(placeStaged(root, path, staged, { ifMatch, ifNoneMatch }, () => {}).directory);
    });
    for (const directory of directories) await fsyncDirectory(directory);
    return { path, size: staged.size, etag: etagOf(stat), checksum_sha256: staged.sha256 };
  } finally {
    for (const directory of directories) closeSync(directory);
    await discard(root, staged);
  }
}

/**
 * Puts bytes in place of a path in a sandbox's tree, whole or not at all: parents are made, a symlink is followed inside, mode
 * and owner of what is replaced stay, and a new file belongs to the user that sandboxes run as.
 * @throws ApiError file_conflict (a directory or special file is there, or a file on the way), precondition_failed,
 *   length_mismatch, checksum_mismatch, volume_quota_exceeded, and whatever `chunks` throws
 */
export async function placeInSandbox(
  { system }: Context,
  tree: SandboxTree,
  path: VolumePath,
  chunks: AsyncIterable<Uint8Array>,
  options: Options = {},
): Promise<PublishedFile> {
  requireTarget(tree, path, options);
  return withStagingFor(system, tree, path, (root) => publish(root, path, chunks, options));
}

/**
 * Writes a file of a sandbox; see `placeInSandbox`.
 * @throws ApiError as `withSandboxFiles` and `placeInSandbox`, and permission_denied (the kernel's own), volume_read_only
 */
export async function writeSandboxFile(
  ctx: Context,
  id: SandboxId,
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  options: Preconditions = {},
): Promise<FileInfo> {
  return withSandboxFiles(ctx, id, "sandboxes:write", async ({ tree, resolve }) => {
    const at = resolve(path);
    const { etag } = await placeInSandbox(ctx, tree, at, chunks, options);
    // The version that was written, whatever others have written since.
    return { ...describeSandboxFile(tree, at, true), etag };
  });
}
