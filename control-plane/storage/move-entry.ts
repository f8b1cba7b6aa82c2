import { chmodSync, closeSync, linkSync, renameSync, unlinkSync } from "node:fs";
import { isErrno, lstatAt, openEntry, pathAt, pathOf, statOf } from "./descriptors.ts";

/** A name in an open directory. */
export type Place = { fd: number; name: Uint8Array | string };

const pathOfPlace = ({ fd, name }: Place) => pathAt(fd, name);

/** Gives the owner of a directory the right to write it, for as long as `act` runs. */
function whileWritable(place: Place, act: () => void): void {
  const fd = openEntry(place.fd, place.name);
  try {
    const stat = statOf(fd);
    if (!stat.isDirectory()) {
      act();
      return;
    }
    const mode = Number(stat.mode & 0o777n);
    chmodSync(pathOf(fd), mode | 0o700);
    try {
      act();
    } finally {
      chmodSync(pathOf(fd), mode);
    }
  } finally {
    closeSync(fd);
  }
}

/**
 * Renames an entry, itself and not what it links to, over whatever file or empty directory has the new name. A directory
 * that forbids writing moves too: an ordinary user may otherwise not change where it is.
 * @throws the error of `rename`
 */
export function moveEntry(from: Place, to: Place): void {
  const rename = () => renameSync(pathOfPlace(from), pathOfPlace(to));
  try {
    rename();
  } catch (error) {
    if (!isErrno(error, "EACCES") || process.getuid?.() === 0) throw error;
    whileWritable(from, rename);
  }
}

/**
 * The same, but only where nothing has the new name. For files the kernel decides; for a directory it is looked up before,
 * and all that a race can cost is an empty directory.
 * @throws an error with code EEXIST when the name is taken
 */
export function moveEntryNoReplace(from: Place, to: Place): void {
  const stat = lstatAt(from.fd, from.name);
  if (stat?.isDirectory() !== true) {
    try {
      // There is no renameat2 here. A link to a symlink is the symlink again.
      linkSync(pathOfPlace(from), pathOfPlace(to));
      unlinkSync(pathOfPlace(from));
      return;
    } catch (error) {
      if (!isErrno(error, "EPERM", "EMLINK", "ENOTSUP", "EOPNOTSUPP")) throw error;
    }
  }
  if (lstatAt(to.fd, to.name) !== null) throw Object.assign(new Error("the name is taken"), { code: "EEXIST" });
  moveEntry(from, to);
}
