import { createSerializer, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { type FileRoot, pathOfRoot } from "#lib/api/file-root.ts";
import type { FileSort, SortOrder } from "#lib/api/files.ts";
import { ROOT, type VolumePath } from "#lib/api/paths.ts";
import { parseAsPath } from "./parse-as-path.ts";

const SORTS = ["name", "size", "modified", "mode", "type"] as const satisfies readonly FileSort[];
const ORDERS = ["asc", "desc"] as const satisfies readonly SortOrder[];

/**
 * What of the file manager is in the URL. Paths are query parameters: as segments, names with line breaks, `%` or `..`
 * would not survive.
 */
export const filesUrl = {
  path: parseAsPath.withDefault(ROOT),
  open: parseAsPath,
  sort: parseAsStringLiteral(SORTS).withDefault("name"),
  order: parseAsStringLiteral(ORDERS).withDefault("asc"),
  filter: parseAsString.withDefault(""),
};

const serialize = createSerializer(filesUrl);

const filesPath = (root: FileRoot) => `${pathOfRoot(root)}/files`;

/** The address of a folder, or of a file in it. */
export const filesHref = (root: FileRoot, { path, open }: { path?: VolumePath; open?: VolumePath } = {}): string =>
  serialize(filesPath(root), { path: path ?? null, open: open ?? null });
