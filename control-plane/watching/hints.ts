import { type FSWatcher, watch } from "node:fs";
import { nameFromBytes } from "#lib/api/paths.ts";
import { pathOf } from "../storage/descriptors.ts";

/** Names remembered between two looks; beyond that the whole directory is looked at. */
const MAX_NAMES = 1_000;

/** What the kernel says of a directory: a hint where to look now. It may miss things, and knows nothing of other machines. */
export type Hints = {
  /** What was touched since it was last asked. */
  take(): string[] | "all";
  stop(): void;
};

/**
 * Listens at the very directory that is open, whatever becomes of its name. Only names are reported: nothing in it is opened
 * or followed. Where the kernel has no watch left, there are no hints.
 */
export function watchDirectory(directory: number): Hints {
  let names = new Set<string>();
  let all = false;
  let watcher: FSWatcher | null = null;
  const stop = () => {
    watcher?.close();
    watcher = null;
  };
  try {
    watcher = watch(pathOf(directory), { persistent: false, encoding: "buffer" }, (_kind, name) => {
      if (name === null || names.size >= MAX_NAMES) all = true;
      else names.add(nameFromBytes(name));
    });
    watcher.on("error", stop);
  } catch {
    // The rescan goes on without.
  }
  return {
    take() {
      const taken = all ? ("all" as const) : [...names];
      names = new Set();
      all = false;
      return taken;
    },
    stop,
  };
}
