import { randomBytes } from "node:crypto";
import { ApiError } from "#lib/api/api-error.ts";
import type { BulkResult } from "#lib/api/files.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { childOf, nameFromBytes, type VolumePath } from "#lib/api/paths.ts";
import type { CopySandboxFilesInput } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import { createBulk } from "../files/bulk.ts";
import { type CopyOptions, copyEnded, createTeller, MAX_SKIPPED_TOLD } from "../files/copy-progress.ts";
import { relocate } from "../files/relocate.ts";
import { withDirectory } from "../files/with-directory.ts";
import { copyTree, type Skipped } from "../storage/copy-tree.ts";
import { type Entry, rootRefused, withEntry } from "../storage/resolve-path.ts";
import { isStagingName } from "../storage/staging-name.ts";
import type { WritableTree } from "../storage/store.ts";
import { removeTree } from "../storage/tree-jobs.ts";
import { findMountedVolumes, type RequireUnmounted } from "./mounted-volumes.ts";
import { requireReplaceable } from "./require-replaceable.ts";
import { roomIn } from "./room-in.ts";
import { translateSandboxError, withSandboxFiles } from "./with-sandbox-files.ts";
import { withStagingIn } from "./with-staging.ts";

type Copy = {
  root: WritableTree;
  directory: Entry;
  conflict: CopySandboxFilesInput["conflict"];
  signal: AbortSignal | undefined;
  tell: (bytes: number) => void;
  requireUnmounted: RequireUnmounted;
};

function createBudget(room: number, tell: (bytes: number) => void) {
  let spent = 0;
  return (bytes: number) => {
    spent += bytes;
    tell(bytes);
    if (spent <= room) return;
    throw new ApiError("volume_quota_exceeded", "There is no room for the copy; nothing of it was kept.", {
      suggestedAction: "Delete something there, or ask the operator for a larger cap.",
      details: { missing_bytes: spent - room },
    });
  };
}

async function copyOne(copy: Copy, path: VolumePath, skip: (skipped: Skipped[]) => void): Promise<Buffer> {
  const { root, directory, conflict, signal } = copy;
  return withEntry(root, path, { follow: false }, async (entry) => {
    const { parent } = entry;
    if (parent === null) throw rootRefused();
    const name = `copy-${randomBytes(12).toString("hex")}`;
    const spend = createBudget(roomIn(root.staging), copy.tell);
    let replaced: string | null = null;
    try {
      skip(
        await copyTree(root, { ...entry, parent }, name, { signal, spend, admit: root.admit, leaveOut: isStagingName }),
      );
      if (conflict === "replace") requireReplaceable(directory, parent.name, copy.requireUnmounted);
      const to = { fd: directory.fd, name: parent.name };
      const moved = relocate(root, { fd: root.staging, name }, to, conflict);
      replaced = moved.replaced;
      return moved.name;
    } finally {
      for (const left of [name, replaced]) if (left !== null) await removeTree(root.staging, left);
    }
  });
}

/**
 * Copies files and directories of a sandbox into a directory, each under its own name; what is mounted in them too. Each one
 * appears whole or not at all; symlinks are copied as links, special files are told in `failed`, and the others go on.
 * @throws ApiError as `withSandboxFiles`, and file_not_found or file_conflict for the destination, volume_read_only, timeout
 *   when the signal ended it
 */
export const copySandboxFiles = (
  ctx: Context,
  id: SandboxId,
  input: CopySandboxFilesInput,
  options: CopyOptions = {},
): Promise<BulkResult> =>
  withSandboxFiles(ctx, id, "sandboxes:write", async ({ tree, resolve }) => {
    const destination = resolve(input.destination);
    const paths = input.paths.map(resolve);
    const requireUnmounted = await findMountedVolumes(ctx, id, tree);
    const copyAll = (directory: Entry) =>
      withStagingIn(ctx.system, tree, directory.fd, async (root) => {
        const bulk = createBulk(ctx, translateSandboxError);
        const tell = await createTeller(tree, paths, options);
        const { conflict } = input;
        const copy = { root, directory, conflict, signal: options.signal, tell, requireUnmounted };
        for (const path of paths) {
          if (options.signal?.aborted) throw copyEnded();
          await bulk.attempt(path, async () => {
            const name = await copyOne(copy, path, (skipped) => {
              for (const { way, error } of skipped.slice(0, MAX_SKIPPED_TOLD))
                bulk.refuse(way.map(nameFromBytes).reduce(childOf, path), error);
            });
            return { path, to: childOf(destination, nameFromBytes(name)), trash_id: null };
          });
        }
        return bulk.result();
      });
    return withDirectory(tree, destination, copyAll).catch((error: unknown) => {
      throw options.signal?.aborted ? copyEnded() : error;
    });
  });
