import { childOf, nameFromBytes, nameOf, type VolumePath } from "#lib/api/paths.ts";
import type { WalkedEntry } from "../storage/walk-tree.ts";
import type { Named } from "./glob.ts";

/** The texts of an entry below `path` that a glob may be held against. */
export function namedBelow(path: VolumePath, entry: WalkedEntry): Named {
  const names = entry.way().map(nameFromBytes);
  return { name: names.at(-1) ?? "", relative: names.join("/"), absolute: names.reduce(childOf, path) };
}
export const namedItself = (path: VolumePath): Named => ({
  name: nameOf(path),
  relative: nameOf(path),
  absolute: path,
});
