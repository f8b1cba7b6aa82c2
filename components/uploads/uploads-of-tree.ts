import { compareNames } from "#lib/api/compare-names.ts";
import type { NamedRoot } from "#lib/api/file-root.ts";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import type { DroppedTree } from "./dropped-tree.ts";
import type { NewUpload } from "./reduce-wishes.ts";

type Planned = {
  uploads: Omit<NewUpload, "batch">[];
  /** What cannot be stored under its name, or could not be read, and why. */
  refused: { path: string; problem: string }[];
};

/** Where everything in a tree goes when it lands in `directory`. */
export function uploadsOfTree(root: NamedRoot, directory: VolumePath, tree: DroppedTree): Planned {
  const planned: Planned = { uploads: [], refused: [] };
  const plan = (names: readonly string[], content: NewUpload["content"], size: number) => {
    const parsed = parseVolumePath([directory, ...names].join("/"));
    if (parsed.ok) planned.uploads.push({ root, directory, target: parsed.path, content, size });
    else planned.refused.push({ path: names.join("/"), problem: `The path ${parsed.problem}.` });
  };
  for (const names of tree.emptyDirectories) plan(names, { kind: "directory" }, 0);
  // Browsers hand files out in any order; people look for them in the one they know.
  const sorted = tree.files.map((one) => ({ ...one, path: one.names.join("/") }));
  sorted.sort((a, b) => compareNames(a.path, b.path));
  for (const { names, file } of sorted) plan(names, { kind: "file", file }, file.size);
  for (const path of tree.unreadable) planned.refused.push({ path, problem: "The browser could not read it." });
  return planned;
}
