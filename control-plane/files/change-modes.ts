import { closeSync } from "node:fs";
import { createBreather } from "../storage/breather.ts";
import { openEntryIfThere, statOf } from "../storage/descriptors.ts";
import type { Entry, Tree } from "../storage/resolve-path.ts";
import { walkTree } from "../storage/walk-tree.ts";
import { changeMode } from "./change-mode.ts";

/** Whoever may read a directory may also enter it, as `chmod -R +X` has it: 0644 on a tree must not close it. */
const directoryMode = (mode: number) => mode | ((mode & 0o444) >> 2);

/** Changes everything below an open directory, links and special files left alone. */
async function changeTree(directory: number, mode: number, admit: Tree["admit"]): Promise<void> {
  const breathe = createBreather();
  for (const entry of walkTree(directory, undefined, admit)) {
    const fd = openEntryIfThere(entry.directory, entry.name);
    if (fd === null) continue;
    try {
      admit?.(fd);
      const stat = statOf(fd);
      if (stat.isDirectory()) changeMode(fd, stat, directoryMode(mode));
      else if (stat.isFile()) changeMode(fd, stat, mode);
    } finally {
      closeSync(fd);
    }
    await breathe();
  }
}

/**
 * Sets the permission bits of an open entry. With `recursive` also of all below a directory, directories then with `x` where
 * there is an `r`; symlinks met on the way are left alone.
 * @param mode at most 0o777
 * @param admit that of the tree
 */
export async function changeModes(
  entry: Entry,
  mode: number,
  recursive: boolean,
  admit?: Tree["admit"],
): Promise<void> {
  if (!recursive || !entry.stat.isDirectory()) {
    changeMode(entry.fd, entry.stat, mode);
    return;
  }
  changeMode(entry.fd, entry.stat, directoryMode(mode));
  await changeTree(entry.fd, mode, admit);
}
