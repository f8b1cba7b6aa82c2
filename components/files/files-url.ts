import { createParser, createSerializer, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type { FileSort, SortOrder } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { parseVolumePath, ROOT, type VolumePath } from "#lib/api/paths.ts";

const parseAsPath = createParser<VolumePath>({
  parse: (text) => {
    const parsed = parseVolumePath(text);
    return parsed.ok ? parsed.path : null;
  },
  serialize: (path) => path,
});

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

/** The address of a folder, or of a file in it. */
export const filesHref = (volume: VolumeId, { path, open }: { path?: VolumePath; open?: VolumePath } = {}): string =>
  serialize(`/volumes/${volume}/files`, { path: path ?? null, open: open ?? null });
