import { randomBytes } from "node:crypto";
import { type BigIntStats, chmodSync, chownSync, closeSync, renameSync, rmdirSync, unlinkSync } from "node:fs";
import { createBreather } from "./breather.ts";
import { isErrno, lstatAt, openEntry, openEntryIfThere, pathAt, pathOf, statOf } from "./descriptors.ts";
import { readNames } from "./read-names.ts";
import { serveJobs } from "./serve-jobs.ts";
import { walkTree } from "./walk-tree.ts";

/** What a tree takes on the disk, its top included. */
export type TreeSize = { usedBytes: number; inodeCount: number };
export type TreeJob =
  | { kind: "measure_volume"; data: number; trash: number }
  | { kind: "measure_tree"; directory: number; name: Uint8Array }
  | { kind: "remove"; directory: number; name: string };

/** `part`: of a volume what is in its trash, of a tree what has no name outside of it. */
export type TreeReply = { total: TreeSize; part: TreeSize };

/** A process that still stands in a tree can go on making files in it; after so many rounds it has won, until the restart. */
const MAX_ROUNDS = 100;

const allocated = (stat: BigIntStats) => Number(stat.blocks) * 512;

/** Adds up inodes, each once, and remembers how many names of each hard-linked one were met. */
class Sum {
  readonly total: TreeSize = { usedBytes: 0, inodeCount: 0 };
  readonly #linked = new Map<string, { stat: BigIntStats; met: bigint }>();

  add(stat: BigIntStats): void {
    if (stat.nlink > 1n && !stat.isDirectory()) {
      const identity = `${stat.dev}:${stat.ino}`;
      const known = this.#linked.get(identity);
      this.#linked.set(identity, { stat, met: (known?.met ?? 0n) + 1n });
      if (known !== undefined) return;
    }
    this.total.usedBytes += allocated(stat);
    this.total.inodeCount += 1;
  }
  /** Without what also has names outside: that stays when this goes. */
  exclusive(): TreeSize {
    const left = { ...this.total };
    for (const { stat, met } of this.#linked.values()) {
      if (met >= stat.nlink) continue;
      left.usedBytes -= allocated(stat);
      left.inodeCount -= 1;
    }
    return left;
  }
}

async function addTree(sum: Sum, root: number): Promise<void> {
  const breathe = createBreather();
  for (const { stat } of walkTree(root)) {
    sum.add(stat);
    await breathe();
  }
}

async function measureVolume(data: number, trash: number): Promise<TreeReply> {
  const all = new Sum();
  await addTree(all, data);
  await addTree(all, trash);
  const trashed = new Sum();
  await addTree(trashed, trash);
  return { total: all.total, part: trashed.total };
}

async function measureTree(directory: number, name: Uint8Array): Promise<TreeReply> {
  const sum = new Sum();
  const fd = openEntryIfThere(directory, name);
  if (fd === null) return { total: sum.total, part: sum.total };
  try {
    const stat = statOf(fd);
    sum.add(stat);
    if (stat.isDirectory()) await addTree(sum, fd);
  } finally {
    closeSync(fd);
  }
  return { total: sum.total, part: sum.exclusive() };
}

/** From here on nobody but the control plane makes anything in it, where the control plane is another user. */
function seize(fd: number): void {
  chmodSync(pathOf(fd), 0o700);
  if (process.getuid?.() === 0) chownSync(pathOf(fd), 0, 0);
}

/**
 * Removes `name` from a directory that only the control plane reaches, and all below it. Directories are lifted up into
 * that directory one by one, so no depth, no link and no swap matters: every step is a name in a directory that is open.
 */
async function remove(directory: number, name: string): Promise<void> {
  const breathe = createBreather();
  const prefix = `removed-${randomBytes(8).toString("hex")}`;
  let lifted = 0;
  const queue = [name];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const stat = lstatAt(directory, next);
    if (stat === null) continue;
    if (!stat.isDirectory()) {
      unlinkSync(pathAt(directory, next));
      continue;
    }
    const fd = openEntry(directory, next);
    try {
      seize(fd);
      for (let round = 0; ; round++) {
        for (const child of readNames(fd)) {
          const inside = lstatAt(fd, child);
          if (inside === null) continue;
          try {
            if (inside.isDirectory()) {
              makeMovable(fd, child);
              const place = `${prefix}-${++lifted}`;
              renameSync(pathAt(fd, child), pathAt(directory, place));
              queue.push(place);
            } else {
              unlinkSync(pathAt(fd, child));
            }
          } catch (error) {
            // Gone or swapped meanwhile: the next round sees what it is now.
            if (!isErrno(error, "ENOENT", "EISDIR", "ENOTDIR", "EPERM") || round >= MAX_ROUNDS) throw error;
          }
          await breathe();
        }
        try {
          rmdirSync(pathAt(directory, next));
          break;
        } catch (error) {
          if (!isErrno(error, "ENOTEMPTY", "EEXIST") || round >= MAX_ROUNDS) throw error;
        }
      }
    } finally {
      closeSync(fd);
    }
  }
}

/** An ordinary user may move only a directory that it may write: a move changes the directory's own `..`. */
function makeMovable(directory: number, name: Uint8Array): void {
  if (process.getuid?.() === 0) return;
  const fd = openEntry(directory, name);
  try {
    if (statOf(fd).isDirectory()) chmodSync(pathOf(fd), 0o700);
  } finally {
    closeSync(fd);
  }
}

serveJobs<TreeJob, TreeReply | null>(async (job) => {
  if (job.kind === "measure_volume") return { result: await measureVolume(job.data, job.trash) };
  if (job.kind === "measure_tree") return { result: await measureTree(job.directory, job.name) };
  await remove(job.directory, job.name);
  return { result: null };
});
