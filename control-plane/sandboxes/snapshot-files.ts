import { and, eq, isNull, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { SnapshotId, TeamId } from "#lib/api/ids.ts";
import type { Context, System } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { snapshots } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import type { SandboxRow } from "./find-sandbox.ts";

const living = (team: TeamId, id: SnapshotId) =>
  and(eq(snapshots.id, id), eq(snapshots.teamId, team), isNull(snapshots.deletedAt));

/**
 * Whether the files of a snapshot have been saved whole.
 * @throws ApiError snapshot_not_found when they never will be
 */
export async function filesAreReady(system: System, team: TeamId, id: SnapshotId): Promise<boolean> {
  const [row] = await system.database.queries.select().from(snapshots).where(living(team, id));
  if (row === undefined)
    throw new ApiError("snapshot_not_found", `The files of the snapshot ${id} are not there any more.`);
  return row.readyAt !== null;
}

/** Its files are whole. Appends the event: call it last. */
export async function announceSnapshot(
  tx: Queries,
  ctx: Context,
  sandbox: SandboxRow,
  id: SnapshotId,
  sizeBytes: number,
): Promise<void> {
  const [row] = await tx
    .update(snapshots)
    .set({ sizeBytes, readyAt: sql`clock_timestamp()` })
    .where(living(ctx.team, id))
    .returning();
  if (row === undefined) throw new Error(`${id} went while it was made`);
  // What is made for a fork is nobody's business but the fork's.
  if (row.purpose === "fork") return;
  await appendEvents(tx, ctx, [
    { type: "snapshot.created", sandbox_id: sandbox.id, data: { snapshot_id: id, size_bytes: sizeBytes } },
  ]);
}

/** Marks a snapshot as deleted: its files go next, see `dropDeletedSnapshots`. */
export async function dropSnapshot(tx: Queries, team: TeamId, id: SnapshotId | null): Promise<void> {
  if (id === null) return;
  await tx.update(snapshots).set({ deletedAt: sql`clock_timestamp()` }).where(living(team, id));
}

/** The fork has its files, or will never be. Other snapshots stay. */
export async function forgetForkFiles(tx: Queries, team: TeamId, id: SnapshotId): Promise<void> {
  await tx
    .update(snapshots)
    .set({ deletedAt: sql`clock_timestamp()` })
    .where(and(living(team, id), eq(snapshots.purpose, "fork")));
}
