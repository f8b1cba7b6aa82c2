import { closeSync } from "node:fs";
import { childOf, nameFromBytes } from "#lib/api/paths.ts";
import { openEntryIfThere, pathAt, pathOf, statOf } from "../storage/descriptors.ts";
import { refuseKernelFiles } from "../storage/kernel-files.ts";
import { walkTree } from "../storage/walk-tree.ts";
import { createFinder } from "./find-lines.ts";
import { holdsFor } from "./glob.ts";
import { namedBelow } from "./named-entry.ts";
import { OPEN_FLAGS, openRegular, openRegularGuarded } from "./open-regular.ts";
import type { SearchJob } from "./search-contract.ts";
import type { Teller } from "./teller.ts";

type Job = Extract<SearchJob, { kind: "lines" }>;

const SLASH = 0x2f;

/** The names of a way, split at its slashes. */
function namesOf(way: Buffer): Buffer[] {
  const names: Buffer[] = [];
  let start = 0;
  for (let slash = way.indexOf(SLASH); slash !== -1; slash = way.indexOf(SLASH, start)) {
    names.push(way.subarray(start, slash));
    start = slash + 1;
  }
  return [...names, way.subarray(start)];
}

/** Opens the directory that names lead to from an open one, through no link; null when there is none. The caller closes it. */
function openDirectory(from: number, names: readonly Buffer[]): number | null {
  let fd: number | null = null;
  for (const name of names) {
    const next: number | null = openEntryIfThere(fd ?? from, name);
    if (fd !== null) closeSync(fd);
    if (next === null) return null;
    if (!statOf(next).isDirectory()) {
      closeSync(next);
      return null;
    }
    fd = next;
  }
  return fd;
}

/** Looks for the lines of one search, in a tree that it walks or in files that are listed for it. */
export function createLineSearch(job: Job, teller: Teller) {
  const finder = createFinder(job.pattern, job.maxChars);
  const known = new Set<string>();

  const look = (file: number | null, path: string) => {
    if (file === null) return;
    try {
      finder.find(file, teller.room(), (line) => teller.add({ type: "line", path, ...line }));
    } finally {
      closeSync(file);
    }
    teller.looked();
  };

  const openBelow = (directory: number, name: Buffer) =>
    job.guarded ? openRegularGuarded(directory, name) : openRegular(pathAt(directory, name), OPEN_FLAGS.below);

  return {
    /** Looks at the target and at all below it, but not again at what was listed. */
    walk() {
      const target = statOf(job.target);
      if (target.isFile()) look(openRegular(pathOf(job.target), OPEN_FLAGS.itself), job.path);
      if (!target.isDirectory()) return;
      for (const entry of walkTree(job.target, undefined, job.guarded ? refuseKernelFiles : undefined)) {
        if (!entry.stat.isFile()) continue;
        const named = namedBelow(job.path, entry);
        if (known.has(named.absolute) || (job.glob !== null && !holdsFor(job.glob, named))) continue;
        look(openBelow(entry.directory, entry.name), named.absolute);
      }
    },
    /** Looks at files by their ways from the target. */
    look(ways: readonly Buffer[]) {
      for (const way of ways) {
        const names = namesOf(way);
        const path = names.map(nameFromBytes).reduce(childOf, job.path);
        known.add(path);
        const name = names.pop();
        if (name === undefined) continue;
        const directory = names.length === 0 ? null : openDirectory(job.target, names);
        if (directory === null && names.length > 0) continue;
        try {
          look(openBelow(directory ?? job.target, name), path);
        } finally {
          if (directory !== null) closeSync(directory);
        }
      }
    },
  };
}
