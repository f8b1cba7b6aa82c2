import { eq, sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { volumes } from "../db/schema.ts";
import { reconcileVolume } from "./reconcile-volume.ts";

/** How long one replica keeps a volume to itself, in seconds: longer than the walk of a large one. */
const LEASE_S = 600;

/** Takes the volume that has waited longest, so that no other replica does. */
async function claim(system: System, reconciledBefore: string) {
  const { queries } = system.database;
  const [row] = await queries
    .update(volumes)
    .set({ reconcileClaimedUntil: sql`now() + make_interval(secs => ${LEASE_S})` })
    .where(
      sql`${volumes.id} = (
        select id from nullspace.volumes
        where deleted_at is null
          and (last_reconciled_at is null or last_reconciled_at < ${reconciledBefore}::timestamptz)
          and (reconcile_claimed_until is null or reconcile_claimed_until <= now())
        order by last_reconciled_at nulls first
        limit 1
        for update skip locked)`,
    )
    .returning({ id: volumes.id, teamId: volumes.teamId });
  return row;
}

/**
 * Corrects the usage of every volume that is due, one after the other, together with the other replicas.
 * @param options.olderThanMs due is what was last reconciled at least so long ago
 */
export async function reconcileVolumes(
  system: System,
  options: { olderThanMs: number; signal: AbortSignal },
): Promise<void> {
  const { queries } = system.database;
  // By the database's clock, which all replicas share, and fixed: what this round corrects is not due again in it.
  const [due] = await queries
    .select({ before: sql<string>`(now() - make_interval(secs => ${options.olderThanMs / 1000}))::text` })
    .from(sql`(select 1) as one`);
  if (due === undefined) throw new Error("the database did not tell the time");
  while (!options.signal.aborted) {
    const volume = await claim(system, due.before);
    if (volume === undefined) return;
    const settled = await reconcileVolume(system, volume).catch((error: unknown) => {
      // A volume that is gone meanwhile, or whose bytes cannot be reached, must not keep the others waiting.
      system.log.warn({ err: error, volume_id: volume.id }, "the usage of a volume could not be reconciled");
      return false;
    });
    if (!settled)
      await queries
        .update(volumes)
        .set({ reconcileClaimedUntil: sql`now() + make_interval(secs => ${system.config.reconcileIntervalMs / 1000})` })
        .where(eq(volumes.id, volume.id));
  }
}
