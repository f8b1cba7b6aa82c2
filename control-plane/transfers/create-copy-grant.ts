import type { CopyFilesInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Grant } from "#lib/api/transfers.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { findVolume } from "../volumes/find-volume.ts";
import { issueGrant } from "./grant.ts";
import { keepSelection } from "./selection.ts";

/** How long there is to begin; the copy itself may take as long as it takes. */
export const COPY_GRANT_SECONDS = 60;

/**
 * A signed copy, which says how far it is while it runs and ends when its connection does.
 * @throws ApiError forbidden, volume_not_found
 */
export async function createCopyGrant(
  ctx: Context,
  volume: VolumeId,
  { paths, destination, conflict }: CopyFilesInput,
): Promise<Grant> {
  authorize(ctx, "files:write");
  await findVolume(ctx.system.database.queries, ctx, volume);
  const selection = await keepSelection(ctx, volume, paths, COPY_GRANT_SECONDS);
  const asked = { verb: "copy", volume, path: destination, conflict, selection } as const;
  const { url, expiresAt } = await issueGrant(ctx, asked, COPY_GRANT_SECONDS);
  return { url, method: "POST", headers: {}, expires_at: expiresAt.toISOString() };
}
