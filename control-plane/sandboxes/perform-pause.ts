import { pauseAttachments } from "../attachments/change-attachments.ts";
import type { System } from "../context.ts";
import { endOperation } from "./begin-operation.ts";
import { type Claim, lockClaimed, Overtaken } from "./claim-sandbox.ts";
import { saveStatus } from "./save-status.ts";

/**
 * Holds every process still, then lets the leases go: what the processes hold stays out of their reach until they go on.
 * @throws ApiError sandbox_not_ready
 */
export async function performPause(system: System, claim: Claim): Promise<void> {
  const { row, ctx } = claim;
  const cause = row.operationCause ?? "pause";
  try {
    await system.runtime.freeze(row.id);
    await ctx.transaction(async (tx) => {
      const now = await lockClaimed(tx, claim);
      await pauseAttachments(tx, ctx, row.id, "pause");
      await saveStatus(tx, ctx, now, { event: "freeze", cause });
    });
  } catch (error) {
    if (error instanceof Overtaken) throw error;
    await system.runtime.thaw(row.id).catch(() => {});
    await ctx.transaction(async (tx) => endOperation(tx, await lockClaimed(tx, claim)));
    throw error;
  }
}
