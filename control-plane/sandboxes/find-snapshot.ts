import { and, eq, isNotNull, isNull, ne } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { SnapshotId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { snapshots } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";

export type SnapshotRow = typeof snapshots.$inferSelect;

/** Those that people see: whole, not deleted, and not a fork's own. */
export const isVisible = and(isNotNull(snapshots.readyAt), isNull(snapshots.deletedAt), ne(snapshots.purpose, "fork"));

const thisSnapshot = (ctx: Context, id: SnapshotId) =>
  and(eq(snapshots.id, id), eq(snapshots.teamId, ctx.team), isVisible);

/** The same answer for one that never was, one that is gone and another team's. */
const snapshotNotFound = (id: SnapshotId) =>
  new ApiError("snapshot_not_found", `There is no snapshot ${id} in this team.`, {
    suggestedAction: "List the snapshots and use one of their ids.",
  });

/** @throws ApiError snapshot_not_found */
export async function findSnapshot(tx: Queries, ctx: Context, id: SnapshotId): Promise<SnapshotRow> {
  const [row] = await tx.select().from(snapshots).where(thisSnapshot(ctx, id));
  if (row === undefined) throw snapshotNotFound(id);
  return row;
}

/** Finds it and keeps everyone else from deleting it until the transaction ends. @throws ApiError snapshot_not_found */
export async function lockSnapshot(tx: Queries, ctx: Context, id: SnapshotId): Promise<SnapshotRow> {
  const [row] = await tx.select().from(snapshots).where(thisSnapshot(ctx, id)).for("update");
  if (row === undefined) throw snapshotNotFound(id);
  return row;
}

/** @throws ApiError volume_backend_unavailable when its files are on another machine */
export function requireHere({ id, host }: SnapshotRow): void {
  if (host !== thisHost())
    throw new ApiError("volume_backend_unavailable", `The files of ${id} are on another machine.`, {
      suggestedAction: "Ask the control plane of that machine.",
    });
}
