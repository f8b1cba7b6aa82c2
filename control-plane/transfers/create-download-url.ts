import type { VolumeId } from "#lib/api/ids.ts";
import type { DownloadUrlInput } from "#lib/api/transfers.ts";
import type { Context } from "../context.ts";
import { createDownloadGrant } from "./create-download-grant.ts";

/**
 * A signed download as the official client asks for it: a directory comes as a tar, and the answer is nothing but the URL.
 * @throws ApiError forbidden, volume_not_found, file_not_found, file_conflict for special files, invalid_request when an
 *   archive of a file is asked for
 */
export async function createDownloadUrl(
  ctx: Context,
  volumeId: VolumeId,
  input: DownloadUrlInput,
): Promise<{ url: string }> {
  const { url } = await createDownloadGrant(ctx, volumeId, { ...input, purpose: "download" }, "tar");
  return { url };
}
