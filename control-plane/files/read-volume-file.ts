import { ApiError } from "#lib/api/api-error.ts";
import type { FileContent, ReadFileInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { openFileForReading } from "../storage/open-file.ts";
import { readSmallFile } from "./read-small-file.ts";
import { withVolume } from "./with-volume.ts";

const tooLarge = (volumeId: VolumeId, path: string, limit: number) =>
  new ApiError("file_upload_limit_exceeded", `${path} is larger than the ${limit} bytes that fit in a JSON answer.`, {
    suggestedAction: `Download it by a grant: POST /v1/volumes/${volumeId}/files/download-grant.`,
    details: { path, max_inline_bytes: limit },
  });

/**
 * Reads a small file whole; symlinks are followed inside the volume.
 * @returns the content, and the version it has
 * @throws ApiError forbidden, volume_not_found, file_not_found, file_conflict (a directory or special file),
 *   file_upload_limit_exceeded (larger than `config.maxInlineBytes`), invalid_request (not UTF-8)
 */
export async function readVolumeFile(
  ctx: Context,
  volumeId: VolumeId,
  input: ReadFileInput,
): Promise<{ file: FileContent; etag: string }> {
  authorize(ctx, "files:read");
  const { path, encoding } = input;
  const limit = ctx.system.config.maxInlineBytes;
  return withVolume(ctx, volumeId, async (root) => {
    const file = await openFileForReading(root, path);
    try {
      const options = { path, encoding, limit, tooLarge: () => tooLarge(volumeId, path, limit) };
      return { file: await readSmallFile(file, options), etag: file.etag };
    } finally {
      await file.handle.close();
    }
  });
}
