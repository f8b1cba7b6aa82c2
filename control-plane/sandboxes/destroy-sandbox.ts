import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { authorize } from "../identity/authorize.ts";
import { beginOperation } from "./begin-operation.ts";
import { driveLater, settleSandbox } from "./drive-sandbox.ts";
import { lockSandbox } from "./find-sandbox.ts";
import type { SandboxCall } from "./settled-sandbox.ts";
import { dropSnapshot } from "./snapshot-files.ts";

/** @param cause `destroy`, or `timeout` */
export async function beginDestruction(tx: Queries, ctx: Context, id: SandboxId, cause: string): Promise<void> {
  const row = await lockSandbox(tx, ctx, id);
  if (row.status === "destroyed" || row.operation === "destroy") return;
  await beginOperation(tx, row, "destroy", cause);
  // What it was being saved to is never finished; a fork that waits for it is taken back.
  await dropSnapshot(tx, ctx.team, row.operationSnapshotId);
}

/**
 * Ends a sandbox, lets its volumes go and removes its files, whatever else is in progress with it. Safe to repeat.
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready (it is on another machine)
 */
export async function destroySandbox(ctx: Context, id: SandboxId, call: SandboxCall = {}): Promise<void> {
  authorize(ctx, "sandboxes:write");
  await ctx.transaction((tx) => beginDestruction(tx, ctx, id, "destroy"));
  if (call.wait === false) driveLater(ctx.system, id, ctx);
  else await settleSandbox(ctx.system, id, ctx);
}
