import { and, eq, isNull, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { TeamId, VolumeId } from "#lib/api/ids.ts";
import type { SetTeamCapInput, SetVolumeCapInput, Volume } from "#lib/api/volumes.ts";
import { type Context, type System, systemContext } from "../context.ts";
import { teams, volumes } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { capInForce } from "./cap-in-force.ts";
import { findShownVolume, findVolume, type VolumeRow, volumeColumns, volumeNotFound } from "./find-volume.ts";
import { toVolume } from "./to-volume.ts";

// An operator's acts: who may is decided by the operator key, since an operator stands outside every team.

const capChanged = (ctx: Context, row: VolumeRow) => ({
  type: "volume.cap_changed" as const,
  volume_id: row.id,
  data: { max_size_bytes: capInForce(ctx, row).bytes },
});

/**
 * Gives one volume limits of its own. A cap below what the volume holds is taken: it refuses growth and says `degraded`.
 * @throws ApiError volume_not_found; volume_busy when its image has to grow and cannot while it is mounted;
 *   volume_backend_unavailable
 */
export async function setVolumeCap(system: System, id: VolumeId, input: SetVolumeCapInput): Promise<Volume> {
  const [owner] = await system.database.queries
    .select({ teamId: volumes.teamId })
    .from(volumes)
    .where(eq(volumes.id, id));
  if (owner === undefined) throw volumeNotFound(id);
  const ctx = systemContext(system, owner.teamId);
  const before = await findVolume(system.database.queries, ctx, id);
  // First, so that nothing has changed when it cannot. Should the transaction fail, the next reconciliation takes it back.
  await system.store.setCap(id, capInForce(ctx, { ...before, maxSizeBytes: input.max_size_bytes }).bytes);
  const row = await ctx.transaction(async (tx) => {
    await tx
      .update(volumes)
      .set({
        maxSizeBytes: input.max_size_bytes,
        // Absent limits stay as they are; null takes them away.
        ...(input.max_file_count !== undefined && { maxFileCount: input.max_file_count }),
        ...(input.max_mounts !== undefined && { maxMounts: input.max_mounts }),
        updatedAt: sql`now()`,
      })
      .where(and(eq(volumes.id, id), eq(volumes.teamId, ctx.team)));
    const changed = await findShownVolume(tx, ctx, id);
    await appendEvents(tx, ctx, [capChanged(ctx, changed)]);
    return changed;
  });
  return toVolume(ctx, row);
}

/**
 * Sets the cap of every volume of a team that has none of its own. The API keeps to it at once; processes in mounts do when
 * the volume is next reconciled.
 * @throws ApiError not_found
 */
export async function setTeamCap(system: System, team: TeamId, input: SetTeamCapInput): Promise<void> {
  const ctx = systemContext(system, team);
  await ctx.transaction(async (tx) => {
    const known = await tx
      .update(teams)
      .set({ volumeCapBytes: input.max_size_bytes })
      .where(eq(teams.id, team))
      .returning({ id: teams.id });
    if (known.length === 0) throw new ApiError("not_found", `There is no team ${team}.`);
    const affected = await tx
      .select(volumeColumns)
      .from(volumes)
      .where(and(eq(volumes.teamId, team), isNull(volumes.maxSizeBytes), isNull(volumes.deletedAt)));
    await appendEvents(
      tx,
      ctx,
      affected.map((row) => capChanged(ctx, row)),
    );
  });
}
