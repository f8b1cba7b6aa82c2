import type { Dirent, Stats } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join, matchesGlob } from "node:path";
import { isSafeLink } from "./safe-link.ts";
import type { TarEntry } from "./tar-header.ts";

/** Something on this machine, and what it is called below the directory it was found in; `changed` in ms of its clock. */
export type LocalEntry = TarEntry & { path: string; changed: number };

export type LocalTree = {
  /** Directories before what is in them, in the order of names, so that the same tree is always told alike. */
  entries: LocalEntry[];
  /** Names of what stays here: sockets, devices, pipes, and links that lead out of the tree. */
  skipped: string[];
};

async function entryOf(path: string, name: string, stats: Stats): Promise<LocalEntry | null> {
  const common = { path, name, mode: stats.mode & 0o777, changed: stats.mtimeMs };
  if (stats.isFile()) return { ...common, type: "file", size: stats.size };
  if (stats.isDirectory()) return { ...common, type: "directory", size: 0 };
  if (!stats.isSymbolicLink()) return null;
  const target = await readlink(path);
  return isSafeLink(name, target) ? { ...common, type: "symlink", target, size: 0 } : null;
}

const byName = (a: Dirent, b: Dirent): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/**
 * What is in a directory of this machine, links not followed.
 * @param exclude globs, held against names and against paths below `root`; a directory that matches is not entered
 */
export async function localTree(root: string, exclude: readonly string[]): Promise<LocalTree> {
  const entries: LocalEntry[] = [];
  const skipped: string[] = [];
  const enter = async (directory: string, above: string): Promise<void> => {
    for (const found of (await readdir(directory, { withFileTypes: true })).sort(byName)) {
      const path = join(directory, found.name);
      const name = `${above}${found.name}`;
      if (exclude.some((glob) => matchesGlob(name, glob) || matchesGlob(found.name, glob))) continue;
      const entry = await entryOf(path, name, await lstat(path));
      if (entry === null) skipped.push(name);
      else entries.push(entry);
      if (entry?.type === "directory") await enter(path, `${name}/`);
    }
  };
  await enter(root, "");
  return { entries, skipped };
}
