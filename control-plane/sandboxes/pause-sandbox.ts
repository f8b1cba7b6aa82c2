import type { SandboxId } from "#lib/api/ids.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { beginOperation } from "./begin-operation.ts";
import { lockSandbox } from "./find-sandbox.ts";
import { type SandboxCall, settledSandbox } from "./settled-sandbox.ts";

/**
 * Holds every process of the sandbox still and keeps them. Its volumes are let go until it is resumed. Safe to repeat.
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready
 */
export async function pauseSandbox(ctx: Context, id: SandboxId, call: SandboxCall = {}): Promise<Sandbox> {
  authorize(ctx, "sandboxes:write");
  await ctx.transaction(async (tx) => {
    const row = await lockSandbox(tx, ctx, id);
    const isPaused = row.pauseKind === "frozen" && row.operation === null;
    if (!isPaused && row.operation !== "pause") await beginOperation(tx, row, "pause", "pause");
  });
  return settledSandbox(ctx, id, call);
}
