import type { FileInfo, WriteFileInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { withEntry } from "../storage/resolve-path.ts";
import { stageFile } from "../storage/stage-file.ts";
import { describeFile } from "./describe-file.ts";
import { inlineContent } from "./inline-content.ts";
import type { Preconditions } from "./preconditions.ts";
import { publishFile } from "./publish-file.ts";
import { withVolume } from "./with-volume.ts";

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
  const { path } = input;
  const instead = `Send it by an upload grant: POST /v1/volumes/${volumeId}/files/upload-grants.`;
  const content = inlineContent(ctx, input, instead);
  return withVolume(ctx, volumeId, async (root) => {
    const staged = await stageFile(root, content, { maxBytes: ctx.system.config.maxInlineBytes });
    const { etag } = await publishFile(ctx, volumeId, path, staged, given);
    const info = withEntry(root, path, { follow: true }, ({ parent, stat }) => describeFile(parent, path, stat));
    // The version that was written, whatever others have written since.
    return { ...info, etag };
  });
}
