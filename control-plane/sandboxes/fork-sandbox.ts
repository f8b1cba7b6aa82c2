import type { SandboxId } from "#lib/api/ids.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { planAttachments } from "../attachments/plan-attachments.ts";
import type { Context } from "../context.ts";
import { rememberRequest } from "../idempotency/remember-request.ts";
import { authorize } from "../identity/authorize.ts";
import { newId } from "../new-id.ts";
import { beginOperation } from "./begin-operation.ts";
import { createdSandbox } from "./created-sandbox.ts";
import { driveLater, settleSandbox } from "./drive-sandbox.ts";
import { lockSandbox } from "./find-sandbox.ts";
import { insertSandbox, requireRuntime } from "./insert-sandbox.ts";
import { insertSnapshot } from "./insert-snapshot.ts";
import type { SandboxCall } from "./settled-sandbox.ts";

/**
 * Makes a second sandbox with a copy of the first one's files and its settings, and mounts the same volumes. What runs in
 * the first is not copied: it stands still for the time of the copy.
 * @param call.idempotencyKey the same key answers the same fork again
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready, conflict, volume_limit_exceeded (`max_mounts`), and why
 *   the files could not be copied or a volume not mounted
 */
export async function forkSandbox(
  ctx: Context,
  source: SandboxId,
  call: SandboxCall & { idempotencyKey?: string | undefined } = {},
): Promise<Sandbox> {
  authorize(ctx, "sandboxes:write");
  requireRuntime(ctx.system);
  const id = await ctx.transaction(async (tx) => {
    const own = newId("sb");
    const request = { key: call.idempotencyKey, operation: "fork_sandbox", input: source, resourceId: own };
    const first = await rememberRequest(tx, ctx, request);
    if (first !== own) return first;
    const row = await lockSandbox(tx, ctx, source);
    const { id: snapshotId, mounts } = await insertSnapshot(tx, ctx, row, "fork");
    const planned = await planAttachments(tx, ctx, mounts);
    await beginOperation(tx, row, "snapshot", "fork", snapshotId);
    const { template, vcpus, memoryMb, diskMb, cwd, envs, timeoutMs, timeoutAction, metadata } = row;
    const settings = { template, vcpus, memoryMb, diskMb, cwd, envs, timeoutMs, timeoutAction };
    await insertSandbox(tx, ctx, { id: own, settings, metadata, snapshotId, planned, cause: "fork" });
    return own;
  });
  if (call.wait === false) {
    driveLater(ctx.system, source, ctx);
    return createdSandbox(ctx, id, call);
  }
  await settleSandbox(ctx.system, source, ctx).catch(async (error: unknown) => {
    // Without its files the fork is taken back too; why is the first one's to say.
    await settleSandbox(ctx.system, id, ctx).catch(() => {});
    throw error;
  });
  return createdSandbox(ctx, id, call);
}
