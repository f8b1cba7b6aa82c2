import { childOf, nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";

/** Endings of two parts that belong together. */
const DOUBLE_ENDING = /\.tar\.[a-z0-9]{1,4}$/i;

/** Where the ending of a name starts; a name that only starts with a dot, such as `.env`, has none. */
function endingOf(name: string): number {
  const double = DOUBLE_ENDING.exec(name);
  if (double && double.index > 0) return double.index;
  const dot = name.lastIndexOf(".");
  return dot > 0 ? dot : name.length;
}

/** The `copy`th name beside `path`, such as `/a (2).txt` for `/a.txt` and 2. */
export function keepBothPath(path: VolumePath, copy: number): VolumePath {
  const name = nameOf(path);
  const at = endingOf(name);
  return childOf(parentOf(path), `${name.slice(0, at)} (${copy})${name.slice(at)}`);
}
