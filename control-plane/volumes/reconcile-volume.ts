import { and, eq, isNull, sql } from "drizzle-orm";
import { type Context, type System, systemContext } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { volumes } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { capInForce } from "./cap-in-force.ts";
import { findVolume, lockVolume, type VolumeRow } from "./find-volume.ts";

/** Walks that may be in vain because the API wrote meanwhile, before it is left for later. */
const ATTEMPTS = 3;

type Usage = { usedBytes: number; inodeCount: number; trashBytes: number };

const differs = (row: VolumeRow, disk: Usage) =>
  row.usedBytes !== disk.usedBytes || row.inodeCount !== disk.inodeCount || row.trashBytes !== disk.trashBytes;

/** The team's cap and the deployment's change for many volumes at once; here each of them gets the one in force. */
async function holdCap(ctx: Context, row: VolumeRow): Promise<void> {
  await ctx.system.store
    .setCap(row.id, capInForce(ctx, row).bytes)
    .catch((error: unknown) =>
      ctx.system.log.warn({ err: error, volume_id: row.id }, "a volume keeps its former cap in mounts for now"),
    );
}

/**
 * Counts what the volume holds on the disk and corrects its usage, which follows API writes at once and knows nothing of
 * writes through mounts. A walk counts only when no API write was committed from before its start until after its end, since
 * nobody can say on which side of the walk such a write fell.
 * @returns false when the volume was written to all the time: try again later
 * @throws ApiError volume_not_found, volume_backend_unavailable
 */
export async function reconcileVolume(system: System, volume: Pick<VolumeRow, "id" | "teamId">): Promise<boolean> {
  const ctx = systemContext(system, volume.teamId);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = await findVolume(system.database.queries, ctx, volume.id);
    await holdCap(ctx, before);
    const measured = await system.store.measure(volume.id);
    const settled = await ctx.transaction(async (tx) => {
      const now = await lockVolume(tx, ctx, volume.id);
      if (now.usageVersion !== before.usageVersion) return false;
      const disk = { ...measured, trashBytes: measured.trashBytes ?? now.trashBytes };
      await save(tx, now, disk);
      const data = { used_bytes: disk.usedBytes, inode_count: disk.inodeCount, trash_bytes: disk.trashBytes };
      if (differs(now, disk))
        await appendEvents(tx, ctx, [{ type: "volume.usage_changed", volume_id: volume.id, data }]);
      return true;
    });
    if (settled) return true;
  }
  return false;
}

async function save(tx: Queries, row: VolumeRow, disk: Usage): Promise<void> {
  await tx
    .update(volumes)
    .set({ ...disk, lastReconciledAt: sql`now()`, reconcileClaimedUntil: null })
    .where(and(eq(volumes.id, row.id), isNull(volumes.deletedAt)));
}
