import { and, eq, getTableColumns, isNull, type SQL, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { volumes } from "../db/schema.ts";

/** A volume with its team's cap, which is what `capInForce` needs. */
export type VolumeRow = typeof volumes.$inferSelect & { teamCapBytes: number | null };
/** A volume to be shown, with how its attachments are. */
export type ShownVolumeRow = VolumeRow & {
  /** Mounted or paused. */
  mountCount: number;
  /** Active, and broken or full. */
  troubledMounts: number;
};

const countAttachments = (condition: SQL) =>
  sql<number>`(select count(*) from nullspace.attachments
    where attachments.team_id = volumes.team_id and attachments.volume_id = volumes.id and ${condition})`.mapWith(
    Number,
  );

/** The columns of `VolumeRow`, for a select from `volumes`. A subquery, so that `for update` locks the volume alone. */
export const volumeColumns = {
  ...getTableColumns(volumes),
  teamCapBytes: sql<
    number | null
  >`(select volume_cap_bytes from nullspace.teams where teams.id = volumes.team_id)`.mapWith(Number),
};

/** The columns of `ShownVolumeRow`. Apart, since counting costs the embedded database more than all else of a write's queries. */
export const shownVolumeColumns = {
  ...volumeColumns,
  mountCount: countAttachments(sql`state in ('mounted', 'paused')`),
  troubledMounts: countAttachments(
    sql`(state in ('unmounted', 'failed') or (state = 'mounted' and health->>'code' is not null))`,
  ),
};

const thisVolume = (ctx: Context, id: VolumeId) =>
  and(eq(volumes.id, id), eq(volumes.teamId, ctx.team), isNull(volumes.deletedAt));

/** The same answer for one that never was, one that is gone and another team's. */
export const volumeNotFound = (reference: string) =>
  new ApiError("volume_not_found", `There is no volume ${reference} in this team.`, {
    suggestedAction: "List the volumes and use one of their ids.",
  });

/** @throws ApiError volume_not_found */
export async function findVolume(tx: Queries, ctx: Context, id: VolumeId): Promise<VolumeRow> {
  const [row] = await tx.select(volumeColumns).from(volumes).where(thisVolume(ctx, id));
  if (row === undefined) throw volumeNotFound(id);
  return row;
}

/** The same, to be shown. @throws ApiError volume_not_found */
export async function findShownVolume(tx: Queries, ctx: Context, id: VolumeId): Promise<ShownVolumeRow> {
  const [row] = await tx.select(shownVolumeColumns).from(volumes).where(thisVolume(ctx, id));
  if (row === undefined) throw volumeNotFound(id);
  return row;
}

/**
 * Finds the volume and keeps everyone else from changing its row until the transaction ends: what is checked against its
 * usage stays true.
 * @throws ApiError volume_not_found
 */
export async function lockVolume(tx: Queries, ctx: Context, id: VolumeId): Promise<VolumeRow> {
  const [row] = await tx.select(volumeColumns).from(volumes).where(thisVolume(ctx, id)).for("update");
  if (row === undefined) throw volumeNotFound(id);
  return row;
}
