import { and, asc, eq } from "drizzle-orm";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { attachments } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { findVolume } from "../volumes/find-volume.ts";
import { attachmentColumns, isActive } from "./find-attachment.ts";
import { toAttachment } from "./to-attachment.ts";

/**
 * Where a volume is attached: its active attachments, the oldest first.
 * @throws ApiError forbidden, volume_not_found
 */
export async function listVolumeAttachments(
  ctx: Context,
  volume: VolumeId,
  options: { actions?: boolean } = {},
): Promise<VolumeAttachment[]> {
  authorize(ctx, "attachments:read");
  const { queries } = ctx.system.database;
  await findVolume(queries, ctx, volume);
  const rows = await queries
    .select(attachmentColumns)
    .from(attachments)
    .where(and(eq(attachments.teamId, ctx.team), eq(attachments.volumeId, volume), isActive))
    .orderBy(asc(attachments.createdAt), asc(attachments.id));
  return rows.map((row) => toAttachment(row, options.actions ? ctx : undefined));
}
