import { and, eq, inArray } from "drizzle-orm";
import type { EmptyTrashInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { trashEntries } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { dropTrash } from "./drop-trash.ts";
import { withVolume } from "./with-volume.ts";

/**
 * Removes what is in the trash for good: all of it, or the entries with these ids; ids of nothing are passed over.
 * @throws ApiError forbidden, volume_not_found
 */
export async function emptyTrash(
  ctx: Context,
  volumeId: VolumeId,
  input: EmptyTrashInput,
): Promise<{ count: number; freed_bytes: number }> {
  authorize(ctx, "files:write");
  return withVolume(ctx, volumeId, async (root) => {
    const ofVolume = and(eq(trashEntries.volumeId, volumeId), eq(trashEntries.teamId, ctx.team));
    const entries = await ctx.system.database.queries
      .select()
      .from(trashEntries)
      .where(input.ids === undefined ? ofVolume : and(ofVolume, inArray(trashEntries.id, input.ids)));
    return dropTrash(ctx, root, entries);
  });
}
