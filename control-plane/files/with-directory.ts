import { ApiError } from "#lib/api/api-error.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { type Entry, type Tree, withEntry } from "../storage/resolve-path.ts";

/**
 * Holds a directory of a tree open, symlinks followed inside it, while `act` runs: it stays this one, wherever it moves.
 * @throws ApiError file_not_found, file_conflict when it is no directory
 */
export function withDirectory<T>(root: Tree, path: VolumePath, act: (directory: Entry) => T): T {
  return withEntry(root, path, { follow: true }, (entry) => {
    if (!entry.stat.isDirectory())
      throw new ApiError("file_conflict", `${path} is not a directory.`, { details: { path } });
    return act(entry);
  });
}
