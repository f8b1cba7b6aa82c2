import { execFile } from "node:child_process";
import { closeSync } from "node:fs";
import { promisify } from "node:util";
import { ApiError } from "#lib/api/api-error.ts";
import { nameFromBytes, type VolumePath } from "#lib/api/paths.ts";
import type { UploadConflict } from "#lib/api/uploads.ts";
import { relocate } from "../files/relocate.ts";
import { DIRECTORY_BYTES, type Growth } from "../files/require-room.ts";
import { openEntry } from "../storage/descriptors.ts";
import { translateFsError } from "../storage/fs-error.ts";
import { readNames } from "../storage/read-names.ts";
import { type Target, withTarget } from "../storage/resolve-path.ts";
import type { WritableTree } from "../storage/store.ts";
import { MergeConflict, mergeTree } from "./merge-tree.ts";

export type PlaceOptions = {
  path: VolumePath;
  conflict: UploadConflict;
  /** Refuses what there is no room for; called before anything is moved. */
  require?(growth: Growth): void;
  /** Looks at each directory that is merged into; throws to refuse. */
  admit?(directory: number): void;
  /** Looks at what is about to be replaced; throws to refuse. */
  checkReplaced?(target: Target): void;
  /** The refusal for what stands in the way, at a path. */
  taken(path: string): ApiError;
};
/** What became of the tree: how much more there is now, and a tree that it took the place of, in staging. */
type Placed = { growth: Growth; replaced: string | null };

const run = promisify(execFile);

function isEmpty(directory: number): boolean {
  // A loop, since what is left of it closes the directory.
  for (const _ of readNames(directory)) return false;
  return true;
}

/** Everything of a file system on the disk: thousands of files one by one would take a minute. @param fd something on it */
export const syncFileSystem = (fd: number) => run("sync", ["-f", `/proc/${process.pid}/fd/${fd}`]);

async function mergeInto(to: number, from: number, total: Growth, options: PlaceOptions): Promise<Placed> {
  const { path, admit } = options;
  try {
    // Looked through first, so that what is refused has not begun.
    const freed = await mergeTree(from, to, { move: false, admit });
    // The top of the tree is not needed: the directory is there.
    const sum = (growth: Growth): Growth => ({
      usedBytes: total.usedBytes + growth.usedBytes - DIRECTORY_BYTES,
      inodeCount: total.inodeCount + growth.inodeCount - 1,
    });
    options.require?.(sum(freed));
    return { growth: sum(await mergeTree(from, to, { move: true, admit })), replaced: null };
  } catch (error) {
    if (!(error instanceof MergeConflict)) throw error;
    const below = error.way.map(nameFromBytes).join("/");
    throw options.taken(path === "/" ? `/${below}` : `${path}/${below}`);
  }
}

/**
 * Puts a tree that stands in staging in its place: where nothing is, or with `replace`, whole with one rename; merged into a
 * directory that is there, file by file, and what would be refused is known before the first one.
 * @param name its name in staging; what is left of it is for the caller to remove
 * @param total what it takes
 * @throws ApiError what the options' functions make, and what the file system refuses
 */
export async function placeTree(
  root: WritableTree,
  name: string,
  total: Growth,
  options: PlaceOptions,
): Promise<Placed> {
  const { path, conflict } = options;
  const from = openEntry(root.staging, name);
  try {
    if (path === "/") {
      if (conflict === "replace" || (conflict === "error" && !isEmpty(root.data))) throw options.taken(path);
      return await mergeInto(root.data, from, total, options);
    }
    return await withTarget(root, path, async (target) => {
      if (target.existing !== null && conflict === "merge") {
        if (!target.existing.stat.isDirectory()) throw options.taken(path);
        return mergeInto(target.existing.fd, from, total, options);
      }
      if (target.existing !== null && conflict === "error") throw options.taken(path);
      options.require?.(total);
      if (target.existing !== null) options.checkReplaced?.(target);
      const how = target.existing === null ? "error" : "replace";
      const { usedBytes, inodeCount, replaced } = relocate(root, { fd: root.staging, name }, target, how);
      return {
        growth: { usedBytes: total.usedBytes + usedBytes, inodeCount: total.inodeCount + inodeCount },
        replaced,
      };
    });
  } catch (thrown) {
    // What is swapped while it is merged refuses as the disk does.
    const error = translateFsError(thrown, path);
    throw error instanceof ApiError && error.code === "file_conflict" ? options.taken(path) : error;
  } finally {
    closeSync(from);
  }
}
