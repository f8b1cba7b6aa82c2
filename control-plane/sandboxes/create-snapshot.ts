import type { SandboxId } from "#lib/api/ids.ts";
import type { Snapshot } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { rememberRequest } from "../idempotency/remember-request.ts";
import { authorize } from "../identity/authorize.ts";
import { newId } from "../new-id.ts";
import { beginOperation } from "./begin-operation.ts";
import { settleSandbox } from "./drive-sandbox.ts";
import { lockSandbox } from "./find-sandbox.ts";
import { findSnapshot } from "./find-snapshot.ts";
import { insertSnapshot } from "./insert-snapshot.ts";
import { toSnapshot } from "./to-snapshot.ts";

/**
 * Saves a copy of the sandbox's files, with its settings and mounts, to make others from. Its processes stand still for the
 * time of the copy; what is in memory and on volumes is not part of it.
 * @param call.idempotencyKey the same key answers the same snapshot again
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready, conflict, and why the files could not be copied
 */
export async function createSnapshot(
  ctx: Context,
  sandbox: SandboxId,
  call: { idempotencyKey?: string | undefined } = {},
): Promise<Snapshot> {
  authorize(ctx, "sandboxes:write");
  const { queries } = ctx.system.database;
  const id = await ctx.transaction(async (tx) => {
    const own = newId("snap");
    const request = { key: call.idempotencyKey, operation: "create_snapshot", input: sandbox, resourceId: own };
    const first = await rememberRequest(tx, ctx, request);
    if (first !== own) return first;
    const row = await lockSandbox(tx, ctx, sandbox);
    await insertSnapshot(tx, ctx, row, "snapshot", own);
    await beginOperation(tx, row, "snapshot", "snapshot", own);
    return own;
  });
  await settleSandbox(ctx.system, sandbox, ctx);
  return toSnapshot(await findSnapshot(queries, ctx, id));
}
