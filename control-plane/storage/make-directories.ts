import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, mkdirSync, rmdirSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import { parentOf, type VolumePath } from "#lib/api/paths.ts";
import { lstatAt, pathAt, statOf } from "./descriptors.ts";
import { moveEntry } from "./move-entry.ts";
import { type Tree, withEntry, withTarget } from "./resolve-path.ts";
import type { WritableTree } from "./store.ts";

const NEW_DIRECTORY_MODE = 0o755;

const inTheWay = (path: VolumePath) =>
  new ApiError("file_conflict", `${path} is a file, so nothing can be in it.`, { details: { path } });

function isDirectory(root: Tree, path: VolumePath): boolean {
  try {
    const found = withEntry(root, path, { follow: true }, ({ stat }) => stat.isDirectory());
    if (!found) throw inTheWay(path);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === "file_not_found") {
      // A file on the way reads as "not a directory"; the ancestor that it is will say so itself.
      return false;
    }
    throw error;
  }
}

/**
 * The directories that would have to be made so that `path` is one, the uppermost first; none when it is there.
 * @throws ApiError file_conflict when a file is in the way
 */
export function missingDirectories(root: Tree, path: VolumePath): VolumePath[] {
  const missing: VolumePath[] = [];
  for (let at = path; !isDirectory(root, at); at = parentOf(at)) missing.unshift(at);
  return missing;
}

/** Moves a directory that stands in staging to `path`. @returns the bytes it takes, with what its parent grew by */
function place(root: WritableTree, path: VolumePath, name: string): number {
  return withTarget(root, path, (target) => {
    if (target.existing?.stat.isDirectory()) return 0;
    if (target.existing !== null) throw inTheWay(path);
    const before = statOf(target.fd).blocks;
    moveEntry({ fd: root.staging, name }, target);
    const own = lstatAt(target.fd, target.name)?.blocks ?? 0n;
    return Number(own + statOf(target.fd).blocks - before) * 512;
  });
}

/** Made in staging with its owner and mode, then moved into place: nothing in the volume is ever changed by name. */
function makeOne(root: WritableTree, path: VolumePath): number {
  const name = `directory-${randomBytes(12).toString("hex")}`;
  const made = pathAt(root.staging, name);
  mkdirSync(made);
  try {
    chmodSync(made, NEW_DIRECTORY_MODE);
    if (root.owner !== null) chownSync(made, root.owner.uid, root.owner.gid);
    return place(root, path, name);
  } finally {
    // Still there where another one was faster.
    if (lstatAt(root.staging, name) !== null) rmdirSync(made);
  }
}

/**
 * Makes the directories that `missingDirectories` named, owned by the volume owner. One that appears meanwhile is fine.
 * @returns the bytes that they take, the growth of their parents included
 * @throws ApiError file_conflict when a file is in the way
 */
export function makeDirectories(root: WritableTree, missing: readonly VolumePath[]): number {
  let bytes = 0;
  for (const path of missing) bytes += makeOne(root, path);
  return bytes;
}
