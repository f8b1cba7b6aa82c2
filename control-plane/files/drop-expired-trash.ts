import { and, eq, lt } from "drizzle-orm";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { trashEntries } from "../db/schema.ts";
import { dropTrash } from "./drop-trash.ts";
import { withVolume } from "./with-volume.ts";

/** Removes what has been in the trash for longer than `config.trashDays`. @param ctx of the system, in the volume's team */
export async function dropExpiredTrash(ctx: Context, volumeId: VolumeId): Promise<void> {
  const before = new Date(Date.now() - ctx.system.config.trashDays * 24 * 60 * 60 * 1000);
  const expired = await ctx.system.database.queries
    .select()
    .from(trashEntries)
    .where(
      and(eq(trashEntries.volumeId, volumeId), eq(trashEntries.teamId, ctx.team), lt(trashEntries.trashedAt, before)),
    );
  if (expired.length > 0) await withVolume(ctx, volumeId, (root) => dropTrash(ctx, root, expired));
}
