import { and, desc, eq } from "drizzle-orm";
import type { TrashEntry } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { nameOf } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { trashEntries } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { findVolume } from "../volumes/find-volume.ts";

/**
 * What is in the trash of a volume, the latest first.
 * @throws ApiError forbidden, volume_not_found
 */
export async function listTrash(ctx: Context, volumeId: VolumeId): Promise<TrashEntry[]> {
  authorize(ctx, "files:read");
  const { queries } = ctx.system.database;
  await findVolume(queries, ctx, volumeId);
  const rows = await queries
    .select()
    .from(trashEntries)
    .where(and(eq(trashEntries.volumeId, volumeId), eq(trashEntries.teamId, ctx.team)))
    .orderBy(desc(trashEntries.trashedAt), desc(trashEntries.id));
  return rows.map((row) => ({
    id: row.id,
    path: row.path,
    name: nameOf(row.path),
    type: row.type,
    used_bytes: row.usedBytes,
    inode_count: row.inodeCount,
    trashed_at: row.trashedAt.toISOString(),
    trashed_by: row.trashedBy,
  }));
}
