import type { SandboxId } from "#lib/api/ids.ts";
import { SnapshotId } from "#lib/api/ids.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { beginOperation } from "./begin-operation.ts";
import { lockSandbox } from "./find-sandbox.ts";
import { findSnapshot } from "./find-snapshot.ts";
import { type SandboxCall, settledSandbox } from "./settled-sandbox.ts";

/**
 * Lets a paused sandbox go on: a frozen one where it stood, a hibernated one from its files. Every volume is mounted and
 * looked at first; where one cannot be, the sandbox stays paused. Safe to repeat.
 * @param reference the sandbox, or the snapshot that it was hibernated into
 * @throws ApiError forbidden, sandbox_not_found, snapshot_not_found, sandbox_not_ready, and why a volume could not be
 *   mounted
 */
export async function resumeSandbox(
  ctx: Context,
  reference: SandboxId | SnapshotId,
  call: SandboxCall = {},
): Promise<Sandbox> {
  authorize(ctx, "sandboxes:write");
  const id = await ctx.transaction(async (tx) => {
    const snapshot = SnapshotId.safeParse(reference);
    const sandbox = snapshot.success
      ? (await findSnapshot(tx, ctx, snapshot.data)).sandboxId
      : // It is one or the other.
        (reference as SandboxId);
    const row = await lockSandbox(tx, ctx, sandbox);
    const goesOn = row.operation === "resume" || (row.status === "running" && row.operation === null);
    if (!goesOn) await beginOperation(tx, row, "resume", "resume");
    return sandbox;
  });
  return settledSandbox(ctx, id, call);
}
