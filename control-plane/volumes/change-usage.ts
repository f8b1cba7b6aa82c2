import { eq, sql } from "drizzle-orm";
import type { VolumeUsage } from "#lib/api/events.ts";
import type { Queries } from "../db/database.ts";
import { volumes } from "../db/schema.ts";
import type { VolumeRow } from "./find-volume.ts";

/** How an act changes what a volume holds. `usedBytes` counts trash too, so a move to the trash leaves it as it is. */
export type UsageChange = { usedBytes: number; inodeCount: number; trashBytes: number };

/**
 * Books an act of the API on a volume that `lockVolume` returned, and answers the usage after it, ready for the event.
 * Every change of the usage goes through here: the version it counts up tells a reconciliation that its walk is stale.
 */
export async function changeUsage(tx: Queries, volume: VolumeRow, change: UsageChange): Promise<VolumeUsage> {
  // The disk may hold more or less than the books say until the next reconciliation; a count below zero helps nobody.
  const usage = {
    usedBytes: Math.max(0, volume.usedBytes + change.usedBytes),
    inodeCount: Math.max(0, volume.inodeCount + change.inodeCount),
    trashBytes: Math.max(0, volume.trashBytes + change.trashBytes),
  };
  await tx
    .update(volumes)
    .set({ ...usage, usageVersion: sql`${volumes.usageVersion} + 1`, updatedAt: sql`now()` })
    .where(eq(volumes.id, volume.id));
  return { used_bytes: usage.usedBytes, inode_count: usage.inodeCount, trash_bytes: usage.trashBytes };
}
