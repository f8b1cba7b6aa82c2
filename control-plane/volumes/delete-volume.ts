import { eq, sql } from "drizzle-orm";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { volumes } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { lockVolume } from "./find-volume.ts";
import { finishDeletion } from "./finish-deletion.ts";

/**
 * Deletes a volume and all in it, its trash too. It is gone for everyone, and its name free, when this returns; the bytes
 * follow at once, or at the next start when the process ends in between.
 * @throws ApiError forbidden, volume_not_found
 */
export async function deleteVolume(ctx: Context, id: VolumeId): Promise<void> {
  authorize(ctx, "volumes:write");
  await ctx.transaction(async (tx) => {
    const volume = await lockVolume(tx, ctx, id);
    await tx.update(volumes).set({ deletedAt: sql`now()` }).where(eq(volumes.id, id));
    await appendEvents(tx, ctx, [{ type: "volume.deleted", volume_id: id, data: { name: volume.name } }]);
  });
  // Not waited for: a million files take longer than a client waits.
  finishDeletion(ctx.system, id).catch((error: unknown) =>
    ctx.system.log.warn(
      { err: error, volume_id: id },
      "the bytes of a deleted volume are still there; tried again later",
    ),
  );
}
