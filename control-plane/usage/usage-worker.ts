import { type BigIntStats, closeSync } from "node:fs";
import type { FileType } from "#lib/api/files.ts";
import { typeOf } from "../files/describe-file.ts";
import { createBreather } from "../storage/breather.ts";
import { isErrno, lstatAt, openEntryIfThere, statOf } from "../storage/descriptors.ts";
import { readNames } from "../storage/read-names.ts";
import { serveJobs } from "../storage/serve-jobs.ts";
import type { TreeSize } from "../storage/tree-worker.ts";
import { walkTree } from "../storage/walk-tree.ts";

export type ChildUsage = TreeSize & { name: Uint8Array<ArrayBuffer>; type: FileType };

export type UsageJob = {
  /** Both stay open until the answer. */
  directory: number;
  trash: number | null;
  /** Children that are named; the rest is added up. */
  most: number;
  /** One shared number: anything but 0 ends the walk, and what was counted until then is answered. */
  stop: Int32Array<SharedArrayBuffer>;
};
export type UsageReply = {
  own: TreeSize;
  /** The largest first. */
  children: ChildUsage[];
  others: (TreeSize & { entries: number }) | null;
  trash: TreeSize | null;
  complete: boolean;
};

class Stopped extends Error {}

const nothing = (): TreeSize => ({ usedBytes: 0, inodeCount: 0 });
const add = (to: TreeSize, { usedBytes, inodeCount }: TreeSize) => {
  to.usedBytes += usedBytes;
  to.inodeCount += inodeCount;
};

/** Counts inodes, a hard-linked one where it is met first and nowhere else. */
function createCounter(stop: UsageJob["stop"]) {
  const breathe = createBreather();
  const met = new Set<string>();
  const sizeOf = (stat: BigIntStats): TreeSize => {
    if (stat.nlink > 1n && !stat.isDirectory()) {
      const identity = `${stat.dev}:${stat.ino}`;
      if (met.has(identity)) return nothing();
      met.add(identity);
    }
    return { usedBytes: Number(stat.blocks) * 512, inodeCount: 1 };
  };
  /** Jobs of others have their turn in between. */
  const pause = async () => {
    await breathe();
    if (Atomics.load(stop, 0) !== 0) throw new Stopped();
  };
  /** Adds all below an open directory, as it goes. */
  const addBelow = async (size: TreeSize, directory: number) => {
    for (const { stat } of walkTree(directory)) {
      add(size, sizeOf(stat));
      await pause();
    }
  };
  return { sizeOf, pause, addBelow };
}

function* childrenIn(directory: number): Generator<Buffer> {
  try {
    yield* readNames(directory);
  } catch (error) {
    if (!isErrno(error, "EACCES", "ENOENT")) throw error;
  }
}

/** Keeps the largest, so that a directory of a million files costs no list of a million. */
function createLargest(most: number) {
  const kept: ChildUsage[] = [];
  const others = { ...nothing(), entries: 0 };
  const trim = () => {
    kept.sort((a, b) => b.usedBytes - a.usedBytes || b.inodeCount - a.inodeCount || Buffer.compare(a.name, b.name));
    for (const child of kept.splice(most)) {
      add(others, child);
      others.entries += 1;
    }
  };
  return {
    put(child: ChildUsage) {
      kept.push(child);
      if (kept.length >= 2 * most) trim();
    },
    end(): Pick<UsageReply, "children" | "others"> {
      trim();
      return { children: kept, others: others.entries > 0 ? others : null };
    },
  };
}

async function measure({ directory, trash, most, stop }: UsageJob): Promise<UsageReply> {
  const { sizeOf, pause, addBelow } = createCounter(stop);
  const largest = createLargest(most);
  const own = { usedBytes: Number(statOf(directory).blocks) * 512, inodeCount: 1 };
  const trashed = trash === null ? null : nothing();
  let complete = true;
  try {
    if (trash !== null && trashed !== null) await addBelow(trashed, trash);
    for (const name of childrenIn(directory)) {
      const stat = lstatAt(directory, name);
      if (stat === null) continue;
      const child = { name: new Uint8Array(name), type: typeOf(stat), ...sizeOf(stat) };
      try {
        const fd = stat.isDirectory() ? openEntryIfThere(directory, name) : null;
        try {
          // Swapped meanwhile for something else: then there is nothing below.
          if (fd !== null && statOf(fd).isDirectory()) await addBelow(child, fd);
        } finally {
          if (fd !== null) closeSync(fd);
        }
      } finally {
        largest.put(child);
      }
      await pause();
    }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    complete = false;
  }
  return { own, ...largest.end(), trash: trashed, complete };
}

serveJobs<UsageJob, UsageReply>(async (job) => ({ result: await measure(job) }));
