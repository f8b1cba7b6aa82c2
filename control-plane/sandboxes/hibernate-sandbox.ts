import { and, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId, SnapshotId } from "#lib/api/ids.ts";
import type { Snapshot } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { snapshots } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { beginOperation } from "./begin-operation.ts";
import { driveLater, settleSandbox } from "./drive-sandbox.ts";
import { lockSandbox } from "./find-sandbox.ts";
import { insertSnapshot } from "./insert-snapshot.ts";
import type { SandboxCall } from "./settled-sandbox.ts";
import { toSnapshot } from "./to-snapshot.ts";

/** @param cause `hibernate`, or `timeout` */
export async function beginHibernation(tx: Queries, ctx: Context, id: SandboxId, cause: string): Promise<SnapshotId> {
  const row = await lockSandbox(tx, ctx, id);
  const known =
    row.operation === "hibernate" ? row.operationSnapshotId : row.operation === null ? row.snapshotId : null;
  if (known !== null && (row.operation === "hibernate" || row.pauseKind === "hibernated")) return known;
  const snapshot = await insertSnapshot(tx, ctx, row, "hibernate");
  await beginOperation(tx, row, "hibernate", cause, snapshot.id);
  return snapshot.id;
}

/**
 * Ends the sandbox's processes and keeps its files, as a snapshot to resume from. What was in memory is lost: this runtime
 * cannot keep it. Its volumes are let go and mounted again by resume. Safe to repeat.
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready, and why the files could not be saved
 */
export async function hibernateSandbox(ctx: Context, id: SandboxId, call: SandboxCall = {}): Promise<Snapshot> {
  authorize(ctx, "sandboxes:write");
  const snapshotId = await ctx.transaction((tx) => beginHibernation(tx, ctx, id, "hibernate"));
  if (call.wait === false) driveLater(ctx.system, id, ctx);
  else await settleSandbox(ctx.system, id, ctx);
  const [snapshot] = await ctx.system.database.queries
    .select()
    .from(snapshots)
    .where(and(eq(snapshots.id, snapshotId), eq(snapshots.teamId, ctx.team)));
  const isThere = snapshot !== undefined && snapshot.deletedAt === null;
  if (!isThere || (call.wait !== false && snapshot.readyAt === null))
    throw new ApiError("sandbox_not_ready", `${id} could not be hibernated.`, {
      suggestedAction: "Look at its state, then try again.",
    });
  return toSnapshot(snapshot);
}
