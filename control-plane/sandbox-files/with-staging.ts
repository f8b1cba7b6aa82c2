import { closeSync, mkdirSync, rmdirSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import { parentOf, type VolumePath } from "#lib/api/paths.ts";
import type { System } from "../context.ts";
import type { SandboxTree } from "../sandboxes/sandbox-tree.ts";
import { isErrno, openEntry, pathAt, statOf } from "../storage/descriptors.ts";
import { missingDirectories } from "../storage/make-directories.ts";
import { withEntry, withTarget } from "../storage/resolve-path.ts";
import { newStagingName } from "../storage/staging-name.ts";
import type { WritableTree } from "../storage/store.ts";
import { forgetStaging, noteStaging } from "./staging-notes.ts";

const PRIVATE = 0o700n;

/** Who owns what the API writes into a sandbox; null when that is this process's own user. */
function ownerOf({ config }: System): WritableTree["owner"] {
  return process.getuid?.() === 0 ? { uid: config.volumeUid, gid: config.volumeUid } : null;
}

/** @throws ApiError file_conflict when it is not what was made under that name */
export function openStaging(directory: number, name: string): number {
  const fd = openEntry(directory, name);
  const stat = statOf(fd);
  if (stat.isDirectory() && (stat.mode & 0o777n) === PRIVATE && stat.uid === BigInt(process.getuid?.() ?? 0)) return fd;
  closeSync(fd);
  throw new ApiError("file_conflict", "A process in the sandbox changes this place at the same time.", {
    suggestedAction: "Try again.",
  });
}

/** @returns whether it is gone */
export function leaveStaging(directory: number, name: string): boolean {
  try {
    rmdirSync(pathAt(directory, name));
    return true;
  } catch (error) {
    // Moved or replaced by the sandbox, or a file that a failed clean-up left: neither undoes what was done.
    if (!isErrno(error, "ENOENT", "ENOTDIR", "ENOTEMPTY")) throw error;
    return !isErrno(error, "ENOTEMPTY");
  }
}

/**
 * Makes a private directory in an open one of a sandbox, whose directories lie on many file systems: what is made in it gets
 * its place there with a rename, and until then no process of the sandbox reaches it.
 * @param act removes what it makes there
 */
export async function withStagingIn<T>(
  system: System,
  tree: SandboxTree,
  directory: number,
  act: (root: WritableTree) => Promise<T>,
): Promise<T> {
  const note = { sandbox: tree.sandbox, name: newStagingName() };
  noteStaging(system.config, note, directory);
  try {
    mkdirSync(pathAt(directory, note.name), Number(PRIVATE));
    const staging = openStaging(directory, note.name);
    try {
      return await act({ ...tree, staging, owner: ownerOf(system) });
    } finally {
      closeSync(staging);
    }
  } finally {
    if (leaveStaging(directory, note.name)) forgetStaging(system.config, note);
  }
}

/** The same where a write to `path` goes, links followed, or where its first missing parent would be made. */
export function withStagingFor<T>(
  system: System,
  tree: SandboxTree,
  path: VolumePath,
  act: (root: WritableTree) => Promise<T>,
): Promise<T> {
  const [missing] = missingDirectories(tree, parentOf(path));
  if (missing === undefined) return withTarget(tree, path, ({ fd }) => withStagingIn(system, tree, fd, act));
  return withEntry(tree, parentOf(missing), { follow: true }, ({ fd }) => withStagingIn(system, tree, fd, act));
}
