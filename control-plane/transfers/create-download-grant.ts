import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { isWithin, type VolumePath } from "#lib/api/paths.ts";
import type { ArchiveFormat, DownloadGrantInput, Grant } from "#lib/api/transfers.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { requireRegularFile } from "../storage/open-file.ts";
import { withEntry } from "../storage/resolve-path.ts";
import { findVolume } from "../volumes/find-volume.ts";
import { DOWNLOAD_GRANT_SECONDS, type IssuedGrant, issueGrant } from "./grant.ts";
import { keepSelection } from "./selection.ts";

async function keepChosen(ctx: Context, volumeId: VolumeId, path: VolumePath, paths: VolumePath[]): Promise<string> {
  const stray = paths.find((one) => one === path || !isWithin(one, path));
  if (stray !== undefined)
    throw new ApiError("invalid_request", `paths: ${stray} is not in the directory ${path}`, {
      details: { field: "paths", rule: "must be below path" },
    });
  return keepSelection(ctx, volumeId, paths, DOWNLOAD_GRANT_SECONDS);
}

async function issueArchive(
  ctx: Context,
  volume: VolumeId,
  { path, paths }: DownloadGrantInput,
  format: ArchiveFormat,
): Promise<IssuedGrant> {
  const selection = paths === undefined ? null : await keepChosen(ctx, volume, path, paths);
  return issueGrant(ctx, { verb: "archive", volume, path, format, selection }, DOWNLOAD_GRANT_SECONDS);
}

/**
 * A signed download: a file as it is; a directory, or what is chosen in it, as one archive.
 * @param directoryFormat what a directory comes as when `input` does not say
 * @throws ApiError forbidden, volume_not_found, file_not_found, file_conflict for special files, invalid_request when an
 *   archive of a file is asked for or a chosen path lies elsewhere
 */
export async function createDownloadGrant(
  ctx: Context,
  volumeId: VolumeId,
  input: DownloadGrantInput,
  directoryFormat: ArchiveFormat = "zip",
): Promise<Grant> {
  authorize(ctx, "files:read");
  await findVolume(ctx.system.database.queries, ctx, volumeId);
  const { path, purpose } = input;
  const stat = await ctx.system.store.use(volumeId, async (root) =>
    withEntry(root, path, { follow: true }, (entry) => entry.stat),
  );
  const isDirectory = stat.isDirectory();
  if (!isDirectory) requireRegularFile(stat, path);
  if (!isDirectory && (input.archive_format !== undefined || input.paths !== undefined))
    throw new ApiError("invalid_request", `archive_format: ${path} is a file, which comes as it is`, {
      suggestedAction: "Leave archive_format and paths out.",
      details: { field: "archive_format", rule: "only for a directory" },
    });
  const { url, expiresAt } = isDirectory
    ? await issueArchive(ctx, volumeId, input, input.archive_format ?? directoryFormat)
    : await issueGrant(ctx, { verb: "download", volume: volumeId, path, purpose }, DOWNLOAD_GRANT_SECONDS);
  return { url, method: "GET", headers: {}, expires_at: expiresAt.toISOString() };
}
