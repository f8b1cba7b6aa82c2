import { randomBytes } from "node:crypto";
import { unlinkSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import type { Conflict } from "#lib/api/files.ts";
import { nameFromBytes } from "#lib/api/paths.ts";
import { isErrno, lstatAt, pathAt, statOf } from "../storage/descriptors.ts";
import { moveEntry, moveEntryNoReplace, type Place } from "../storage/move-entry.ts";
import type { Parent } from "../storage/resolve-path.ts";
import type { WritableTree } from "../storage/store.ts";
import { candidateName } from "./candidate-name.ts";

export type Relocated = {
  /** The name it got. */
  name: Buffer;
  /** Bytes and inodes that the volume holds more now, below zero for less; what waits in `replaced` is still counted. */
  usedBytes: number;
  inodeCount: number;
  /** The name in staging of a tree that it replaced: `clearReplaced` removes and discounts it. */
  replaced: string | null;
};

const MAX_CANDIDATES = 1000;

const taken = (name: Buffer) =>
  new ApiError("file_conflict", `There is something named ${nameFromBytes(name)} already.`, {
    suggestedAction: "Choose another name, or say what to do with the conflict: replace or keep_both.",
    details: { name: nameFromBytes(name) },
  });

const intoItself = (name: Buffer) =>
  new ApiError("file_conflict", `${nameFromBytes(name)} cannot be moved into itself.`, {
    details: { name: nameFromBytes(name) },
  });

/** Says in the contract's words what `rename` and `link` refuse about a name. */
function refusing<T>(name: Buffer, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (isErrno(error, "EEXIST")) throw taken(name);
    throw isErrno(error, "EINVAL") ? intoItself(name) : error;
  }
}

function moveToFreeName(from: Place, to: Parent): Buffer {
  const isDirectory = lstatAt(from.fd, from.name)?.isDirectory() === true;
  for (let count = 1; count <= MAX_CANDIDATES; count++) {
    const name = candidateName(to.name, count, isDirectory);
    try {
      moveEntryNoReplace(from, { fd: to.fd, name });
      return name;
    } catch (error) {
      if (!isErrno(error, "EEXIST")) throw error;
    }
  }
  throw taken(to.name);
}

type Replaced = Pick<Relocated, "usedBytes" | "inodeCount" | "replaced">;

/** Takes a directory out of the way and puts the entry in its place; all as before when that fails. */
function replaceTree(root: WritableTree, from: Place, to: Parent): Replaced {
  const replaced = `replaced-${randomBytes(12).toString("hex")}`;
  const aside = { fd: root.staging, name: replaced };
  moveEntry(to, aside);
  try {
    moveEntry(from, to);
  } catch (error) {
    moveEntryNoReplace(aside, to);
    throw error;
  }
  return { usedBytes: 0, inodeCount: 0, replaced };
}

function replace(root: WritableTree, from: Place, to: Parent): Replaced {
  const source = lstatAt(from.fd, from.name);
  const existing = lstatAt(to.fd, to.name);
  if (source === null || existing === null) {
    moveEntry(from, to);
    return { usedBytes: 0, inodeCount: 0, replaced: null };
  }
  const isSame = source.dev === existing.dev && source.ino === existing.ino;
  if (source.isDirectory() || existing.isDirectory()) {
    if (isSame) throw taken(to.name);
    return replaceTree(root, from, to);
  }
  if (isSame) {
    // Two names of one file: rename would do nothing. If it is one name, it is there already.
    if (source.nlink === 1n) throw taken(to.name);
    unlinkSync(pathAt(from.fd, from.name));
    return { usedBytes: 0, inodeCount: 0, replaced: null };
  }
  moveEntry(from, to);
  if (existing.nlink > 1n) return { usedBytes: 0, inodeCount: 0, replaced: null };
  return { usedBytes: -Number(existing.blocks) * 512, inodeCount: -1, replaced: null };
}

/**
 * Moves an entry, itself and not what it links to, to a name in an open directory. Synchronous: one system call decides.
 * @throws ApiError file_conflict when the name is taken and `conflict` is `error`; the error of `rename`
 */
export function relocate(root: WritableTree, from: Place, to: Parent, conflict: Conflict): Relocated {
  const before = statOf(to.fd).blocks;
  const done = { name: to.name, usedBytes: 0, inodeCount: 0, replaced: null };
  const moved = refusing(to.name, (): Relocated => {
    if (conflict === "replace") return { ...done, ...replace(root, from, to) };
    if (conflict === "keep_both") return { ...done, name: moveToFreeName(from, to) };
    moveEntryNoReplace(from, to);
    return done;
  });
  const growth = Number(statOf(to.fd).blocks - before) * 512;
  return { ...moved, usedBytes: moved.usedBytes + growth };
}
