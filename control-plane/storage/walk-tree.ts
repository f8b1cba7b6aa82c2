import { type BigIntStats, closeSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import { isErrno, lstatAt, openEntryIfThere, statOf } from "./descriptors.ts";
import { readNames } from "./read-names.ts";
import type { Tree } from "./resolve-path.ts";

export type WalkedEntry = {
  /** The directory it is in; open only until the next step of the walk. */
  directory: number;
  name: Buffer;
  stat: BigIntStats;
  /** The names from the root of the walk down to this entry, itself included. */
  way(): Buffer[];
};

type Frame = {
  name: Buffer;
  /** Null while the walk is far below and the descriptor was given back. */
  fd: number | null;
  identity: { dev: bigint; ino: bigint };
  /** Directories in it that were not visited yet. */
  left: Buffer[];
};

/** Descriptors held at once: a tree may be deeper than the limit of open files. */
const HELD = 64;

const isSame = (stat: BigIntStats, { identity }: Frame) => stat.dev === identity.dev && stat.ino === identity.ino;

/** Opens a directory under `name`, which must still be the one that `expected` says, if it does. */
function openDirectory(parent: number, name: Buffer, expected?: Frame): number | null {
  const fd = openEntryIfThere(parent, name);
  if (fd === null) return null;
  const stat = statOf(fd);
  if (stat.isDirectory() && (expected === undefined || isSame(stat, expected))) return fd;
  closeSync(fd);
  return null;
}

/** Opens again what was given back, from the first frame down, and keeps the last ones. False when a part was moved away. */
function reopen(frames: readonly Frame[]): boolean {
  let parent = frames[0]?.fd ?? null;
  for (const [depth, frame] of frames.entries()) {
    if (frame.fd !== null) {
      parent = frame.fd;
      continue;
    }
    if (parent === null) return false;
    frame.fd = openDirectory(parent, frame.name, frame);
    if (depth > 1) release(frames[depth - HELD]);
    if (frame.fd === null) return false;
    parent = frame.fd;
  }
  return true;
}

function release(frame: Frame | undefined): void {
  // The first frame is the caller's, and where `reopen` starts.
  if (frame === undefined || frame.fd === null || frame.name.length === 0) return;
  closeSync(frame.fd);
  frame.fd = null;
}

/**
 * Everything below an open directory, each entry before what is in it, by descriptor and without recursion: links are not
 * followed, however deep and hostile the tree, and entries that go meanwhile are passed over. Synchronous; the caller takes
 * its breaks between the steps.
 * @param enter whether to go into a directory
 * @param admit that of the tree: a directory that it refuses is not gone into
 */
export function* walkTree(
  root: number,
  enter: (entry: WalkedEntry) => boolean = () => true,
  admit?: Tree["admit"],
): Generator<WalkedEntry, void, undefined> {
  const first = statOf(root);
  const frames: Frame[] = [{ name: Buffer.alloc(0), fd: root, identity: first, left: [] }];
  const way = () => frames.slice(1).map((frame) => frame.name);
  try {
    let arrived = true;
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      if (frame.fd === null && !reopen(frames)) {
        frames.pop();
        continue;
      }
      const { fd, left } = frame;
      if (fd === null) break;
      if (arrived) {
        for (const name of namesIn(fd)) {
          const stat = lstatAt(fd, name);
          if (stat === null) continue;
          const entry = { directory: fd, name, stat, way: () => [...way(), name] };
          if (stat.isDirectory() && enter(entry)) left.push(name);
          yield entry;
        }
      }
      const next = left.pop();
      if (next === undefined) {
        release(frames.pop());
        arrived = false;
        continue;
      }
      const child = openDirectory(fd, next);
      arrived = child !== null && isAdmitted(child, admit);
      if (child === null) continue;
      if (!arrived) {
        closeSync(child);
        continue;
      }
      release(frames[frames.length - HELD]);
      frames.push({ name: next, fd: child, identity: statOf(child), left: [] });
    }
  } finally {
    for (const frame of frames) release(frame);
  }
}

/** Whether a tree lets in what is open. */
export function isAdmitted(fd: number, admit: Tree["admit"]): boolean {
  try {
    admit?.(fd);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/** The names in a directory; none when it may not be read or is gone. */
function* namesIn(fd: number): Generator<Buffer> {
  try {
    yield* readNames(fd);
  } catch (error) {
    if (!isErrno(error, "EACCES", "ENOENT")) throw error;
  }
}
