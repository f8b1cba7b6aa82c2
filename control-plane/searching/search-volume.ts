import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { SearchStreamInput } from "#lib/api/searching.ts";
import type { Context } from "../context.ts";
import { withVolume } from "../files/with-volume.ts";
import { authorize } from "../identity/authorize.ts";
import { parseGlob, parseNameQuery } from "./glob.ts";
import type { SearchEnd } from "./look-through.ts";
import { parsePattern } from "./pattern.ts";
import { type Search, type SearchOptions, searchTree } from "./search-tree.ts";

/** Characters of a line in a stream of results. */
const STREAMED_CHARS = 400;

/** The search that someone types. @throws ApiError invalid_request */
export function searchOf(input: Omit<SearchStreamInput, "path">): Search {
  const fold = !input.case_sensitive;
  const { limit } = input;
  if (input.in === "names") return { kind: "names", glob: parseNameQuery(input.query, { fold }), limit };
  const pattern = parsePattern({ ...input, pattern: input.query });
  const glob = input.glob === undefined ? null : parseGlob(input.glob, { fold });
  return { kind: "lines", pattern, glob, limit, maxChars: STREAMED_CHARS };
}

/**
 * Looks through a directory of a volume, or one file of it; see `searchTree`.
 * @throws ApiError forbidden, volume_not_found, file_not_found; and the reason of the signal
 */
export async function searchVolume(
  ctx: Context,
  volumeId: VolumeId,
  path: VolumePath,
  search: Search,
  options: SearchOptions,
): Promise<SearchEnd> {
  authorize(ctx, "files:read");
  return withVolume(ctx, volumeId, (root) => searchTree(ctx, root, path, search, options));
}
