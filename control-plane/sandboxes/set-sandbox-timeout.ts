import { eq, sql } from "drizzle-orm";
import type { SandboxId } from "#lib/api/ids.ts";
import type { SetTimeoutInput } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { sandboxes } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { requireAllowed } from "./begin-operation.ts";
import { lockSandbox } from "./find-sandbox.ts";

/**
 * Lets a sandbox run for `timeout_ms` from now on; a paused one from when it is resumed.
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready
 */
export async function setSandboxTimeout(ctx: Context, id: SandboxId, input: SetTimeoutInput): Promise<void> {
  authorize(ctx, "sandboxes:write");
  await ctx.transaction(async (tx) => {
    const row = await lockSandbox(tx, ctx, id);
    requireAllowed(row, "destroy");
    const timeoutAction = input.timeout_action ?? row.timeoutAction;
    const until = sql`clock_timestamp() + make_interval(secs => ${input.timeout_ms / 1000})`;
    await tx
      .update(sandboxes)
      .set({
        timeoutMs: input.timeout_ms,
        timeoutAction,
        timeoutAt: row.status === "running" ? until : null,
        updatedAt: sql`clock_timestamp()`,
      })
      .where(eq(sandboxes.id, id));
    const data = { timeout_ms: input.timeout_ms, timeout_action: timeoutAction };
    await appendEvents(tx, ctx, [{ type: "sandbox.timeout_set", sandbox_id: id, data }]);
  });
}
