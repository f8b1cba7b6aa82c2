import { type BigIntStats, chmodSync, chownSync, constants, openSync } from "node:fs";
import { parentOf, type VolumePath } from "#lib/api/paths.ts";
import { isErrno, pathAt, pathOf, statOf } from "../storage/descriptors.ts";
import { etagOf } from "../storage/etag.ts";
import { makeDirectories, missingDirectories } from "../storage/make-directories.ts";
import { moveEntry, moveEntryNoReplace } from "../storage/move-entry.ts";
import { requireRegularFile } from "../storage/open-file.ts";
import { type Target, withTarget } from "../storage/resolve-path.ts";
import type { StagedFile } from "../storage/stage-file.ts";
import type { WritableTree } from "../storage/store.ts";
import { checkPreconditions, type Preconditions } from "./preconditions.ts";
import { DIRECTORY_BYTES, type Growth } from "./require-room.ts";

export type Placed = {
  /** Nothing was there before. */
  created: boolean;
  growth: Growth;
  /** Parents that had to be made, the uppermost first. */
  made: VolumePath[];
  /** The directory it is in, open for the fsync after the commit, when the path may lead elsewhere. The caller closes it. */
  directory: number;
};

/** What publishing takes: the new bytes, less those of the file that nobody else links to. */
function growthOver(existing: BigIntStats | null, staged: StagedFile): Growth {
  if (existing === null || existing.nlink > 1n) return { usedBytes: staged.allocatedBytes, inodeCount: 1 };
  return { usedBytes: staged.allocatedBytes - Number(existing.blocks) * 512, inodeCount: 0 };
}

/** What stands at `path`, which a write may replace and of which the caller believes what it says. */
function checkExisting(target: Target, path: VolumePath, given: Preconditions): BigIntStats | null {
  const stat = target.existing === null ? null : statOf(target.existing.fd);
  if (stat !== null) requireRegularFile(stat, path);
  checkPreconditions(given, stat && { etag: etagOf(stat) });
  return stat;
}

/** Mode and owner of what is replaced stay; set-uid and the like do not, since the content is another one. */
function takeOver(root: WritableTree, staged: StagedFile, existing: BigIntStats): void {
  const path = pathAt(root.staging, staged.name);
  if (root.owner !== null) chownSync(path, Number(existing.uid), Number(existing.gid));
  chmodSync(path, Number(existing.mode & 0o777n));
}

/** Moves the staged file to where nothing was a moment ago. */
function moveToFree(root: WritableTree, target: Target, staged: StagedFile, given: Preconditions): void {
  const from = { fd: root.staging, name: staged.name };
  if (given.ifNoneMatch === undefined) {
    moveEntry(from, target);
    return;
  }
  try {
    moveEntryNoReplace(from, target);
  } catch (error) {
    if (isErrno(error, "EEXIST")) checkPreconditions(given, { etag: null });
    throw error;
  }
}

/**
 * Renames a staged file to `path`, making parents and following links inside the volume, if all that was asked holds for
 * the very file that stands there now.
 * @param require refuses what the volume has no room for; called before anything changes
 * @throws ApiError file_conflict, precondition_failed
 */
export function placeStaged(
  root: WritableTree,
  path: VolumePath,
  staged: StagedFile,
  given: Preconditions,
  require: (growth: Growth) => void,
): Placed {
  const made = missingDirectories(root, parentOf(path));
  const expected = made.length === 0 ? withTarget(root, path, (target) => checkExisting(target, path, given)) : null;
  if (made.length > 0) checkPreconditions(given, null);
  const growth = growthOver(expected, staged);
  require({
    usedBytes: growth.usedBytes + made.length * DIRECTORY_BYTES,
    inodeCount: growth.inodeCount + made.length,
  });
  const directoryBytes = makeDirectories(root, made);
  return withTarget(root, path, (target) => {
    const before = statOf(target.fd).blocks;
    const existing = checkExisting(target, path, given);
    if (existing === null) moveToFree(root, target, staged, given);
    else {
      takeOver(root, staged, existing);
      moveEntry({ fd: root.staging, name: staged.name }, target);
    }
    const { usedBytes, inodeCount } = growthOver(existing, staged);
    const parentBytes = Number(statOf(target.fd).blocks - before) * 512;
    return {
      created: existing === null,
      growth: { usedBytes: usedBytes + directoryBytes + parentBytes, inodeCount: inodeCount + made.length },
      made,
      directory: openSync(pathOf(target.fd), constants.O_RDONLY | constants.O_DIRECTORY),
    };
  });
}
