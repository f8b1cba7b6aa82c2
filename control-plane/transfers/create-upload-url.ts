import type { PathInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { createUploadGrants } from "./create-upload-grants.ts";

/**
 * A signed upload as the official client asks for it: no size declared, and nothing in the answer but the URL.
 * @throws ApiError forbidden, volume_not_found, file_conflict for the root
 */
export async function createUploadUrl(ctx: Context, volumeId: VolumeId, { path }: PathInput): Promise<{ url: string }> {
  const { grants } = await createUploadGrants(ctx, volumeId, { files: [{ path }] });
  const [grant] = grants;
  if (grant === undefined) throw new Error("one file was asked for and no grant came");
  return { url: grant.url };
}
