import type { VolumeId } from "#lib/api/ids.ts";
import type { FindInput, FoundLine, SearchInput } from "#lib/api/searching.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { type Collected, type CollectOptions, collectLines, collectNames } from "./collect-found.ts";
import { searchVolume } from "./search-volume.ts";

/**
 * Finds the lines of text files that match, by file and line. Binary files are passed over.
 * @throws ApiError forbidden, volume_not_found, file_not_found, invalid_request (the pattern), timeout
 */
export async function findInVolumeFiles(
  ctx: Context,
  volumeId: VolumeId,
  input: FindInput,
  options: CollectOptions = {},
): Promise<Collected<FoundLine>> {
  authorize(ctx, "files:read");
  return collectLines(input, options, (search, how) => searchVolume(ctx, volumeId, input.path, search, how));
}

/**
 * Finds files and directories by a glob, in order of path.
 * @throws ApiError forbidden, volume_not_found, file_not_found, timeout
 */
export async function searchVolumeFiles(
  ctx: Context,
  volumeId: VolumeId,
  input: SearchInput,
  options: CollectOptions = {},
): Promise<Collected<string>> {
  authorize(ctx, "files:read");
  return collectNames(input.pattern, options, (search, how) => searchVolume(ctx, volumeId, input.path, search, how));
}
