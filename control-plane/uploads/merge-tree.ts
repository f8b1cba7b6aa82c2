import { closeSync } from "node:fs";
import type { Growth } from "../files/require-room.ts";
import { createBreather } from "../storage/breather.ts";
import { lstatAt, openEntry, statOf } from "../storage/descriptors.ts";
import { moveEntry } from "../storage/move-entry.ts";
import { readNames } from "../storage/read-names.ts";

/** Thrown with the names down to what is a directory on one side and not on the other. */
export class MergeConflict extends Error {
  readonly way: readonly Buffer[];
  constructor(way: readonly Buffer[]) {
    super("a file and a directory have the same name");
    this.way = way;
  }
}

type Step = { from: number; to: number; way: readonly Buffer[] };
type Options = {
  move: boolean;
  /** Looks at each directory that is merged into; throws to refuse. */
  admit?: ((directory: number) => void) | undefined;
};

async function walk(
  step: Step,
  options: Options,
  growth: Growth,
  breathe: () => Promise<void> | undefined,
): Promise<void> {
  const { from, to, way } = step;
  const { move } = options;
  const before = statOf(to).blocks;
  for (const name of [...readNames(from)]) {
    await breathe();
    const coming = lstatAt(from, name);
    const there = lstatAt(to, name);
    if (coming === null) continue;
    const below = [...way, name];
    if (there === null) {
      if (move) moveEntry({ fd: from, name }, { fd: to, name });
    } else if (coming.isDirectory() !== there.isDirectory()) throw new MergeConflict(below);
    else if (coming.isDirectory()) {
      await descend({ from, to, way: below }, name, options, growth, breathe);
      // The directory that is there stays, and the one that came is left behind.
      growth.usedBytes -= Number(coming.blocks) * 512;
      growth.inodeCount -= 1;
    } else {
      if (there.nlink === 1n) {
        growth.usedBytes -= Number(there.blocks) * 512;
        growth.inodeCount -= 1;
      }
      if (move) moveEntry({ fd: from, name }, { fd: to, name });
    }
  }
  growth.usedBytes += Number(statOf(to).blocks - before) * 512;
}

async function descend(
  step: Step,
  name: Buffer,
  options: Options,
  growth: Growth,
  breathe: () => Promise<void> | undefined,
) {
  const from = openEntry(step.from, name);
  try {
    const to = openEntry(step.to, name);
    try {
      // Swapped since: what is open now is what counts, and a link is never walked into.
      if (!statOf(from).isDirectory() || !statOf(to).isDirectory()) throw new MergeConflict(step.way);
      options.admit?.(to);
      await walk({ from, to, way: step.way }, options, growth, breathe);
    } finally {
      closeSync(to);
    }
  } finally {
    closeSync(from);
  }
}

/**
 * Moves what is in one open directory into another, file by file: files of the same name are replaced, directories are gone
 * into. Follows no link. With `move` off it changes nothing and tells what would come of it.
 * @param from a directory in staging; what is left in it is for the caller to remove
 * @returns what the volume holds more, less what the tree itself takes: never above zero but for the growth of directories
 * @throws MergeConflict
 */
export async function mergeTree(from: number, to: number, options: Options): Promise<Growth> {
  const growth: Growth = { usedBytes: 0, inodeCount: 0 };
  await walk({ from, to, way: [] }, options, growth, createBreather());
  return growth;
}
