import type { Conflict } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { type Entry, rootRefused, withEntry } from "../storage/resolve-path.ts";
import type { WritableTree } from "../storage/store.ts";
import { type Relocated, relocate } from "./relocate.ts";

/**
 * Moves what is at a path into an open directory, under its own name.
 * @param check looks at what is to be moved before it is; throws to refuse
 * @throws ApiError file_not_found, file_conflict; the error of `rename`
 */
export function moveInto(
  root: WritableTree,
  path: VolumePath,
  directory: Pick<Entry, "fd">,
  conflict: Conflict,
  check: (entry: Entry) => void = () => {},
): Relocated {
  return withEntry(root, path, { follow: false }, (entry) => {
    if (entry.parent === null) throw rootRefused();
    check(entry);
    return relocate(root, entry.parent, { fd: directory.fd, name: entry.parent.name }, conflict);
  });
}
