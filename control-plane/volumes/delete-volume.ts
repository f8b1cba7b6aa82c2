import { and, eq, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { isActive } from "../attachments/find-attachment.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { attachments, volumes } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { lockVolume, type VolumeRow } from "./find-volume.ts";
import { finishDeletion } from "./finish-deletion.ts";

async function refuseAttached(tx: Queries, ctx: Context, { id, name }: VolumeRow): Promise<void> {
  const active = await tx
    .select({
      id: attachments.id,
      sandbox_id: attachments.sandboxId,
      mount_path: attachments.mountPath,
      state: attachments.state,
    })
    .from(attachments)
    .where(and(eq(attachments.teamId, ctx.team), eq(attachments.volumeId, id), isActive));
  if (active.length === 0) return;
  const places = active.map(({ sandbox_id, mount_path }) => `${sandbox_id} at ${mount_path}`);
  throw new ApiError("volume_busy", `The volume ${name} is attached to ${places.join(", ")}.`, {
    suggestedAction: "Detach it there first, also where it is paused or failed.",
    details: { attachments: active },
  });
}

/**
 * Deletes a volume and all in it, its trash too. It is gone for everyone, and its name free, when this returns; the bytes
 * follow at once, or at the next start when the process ends in between.
 * @throws ApiError forbidden, volume_not_found, volume_busy
 */
export async function deleteVolume(ctx: Context, id: VolumeId): Promise<void> {
  authorize(ctx, "volumes:write");
  await ctx.transaction(async (tx) => {
    const volume = await lockVolume(tx, ctx, id);
    // Whoever attaches it locks its row too: either they find it gone, or they are found here.
    await refuseAttached(tx, ctx, volume);
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
