import { ApiError } from "#lib/api/api-error.ts";
import type { FileInfo, WriteFileInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { withEntry } from "../storage/resolve-path.ts";
import { stageFile } from "../storage/stage-file.ts";
import { decodeContent } from "./decode-content.ts";
import { describeFile } from "./describe-file.ts";
import type { Preconditions } from "./preconditions.ts";
import { publishFile } from "./publish-file.ts";
import { withVolume } from "./with-volume.ts";

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/**
 * Writes a small file whole; see `publishFile` for what that promises.
 * @throws ApiError as `publishFile`, and file_upload_limit_exceeded (larger than `config.maxInlineBytes`), invalid_request
 *   (content that does not decode)
 */
export async function writeVolumeFile(
  ctx: Context,
  volumeId: VolumeId,
  input: WriteFileInput,
  given: Preconditions = {},
): Promise<FileInfo> {
  authorize(ctx, "files:write");
  const bytes = decodeContent(input);
  const { path } = input;
  const limit = ctx.system.config.maxInlineBytes;
  if (bytes.length > limit)
    throw new ApiError("file_upload_limit_exceeded", `A JSON body carries at most ${limit} bytes of content.`, {
      suggestedAction: `Send it by an upload grant: POST /v1/volumes/${volumeId}/files/upload-grants.`,
      details: { path, max_inline_bytes: limit },
    });
  return withVolume(ctx, volumeId, async (root) => {
    const staged = await stageFile(root, once(bytes), { maxBytes: limit });
    const { etag } = await publishFile(ctx, volumeId, path, staged, given);
    const info = withEntry(root, path, { follow: true }, ({ parent, stat }) => describeFile(parent, path, stat));
    // The version that was written, whatever others have written since.
    return { ...info, etag };
  });
}
