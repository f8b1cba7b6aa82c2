import { SETTLE_MS } from "#lib/api/limits.ts";
import { releaseAttachments } from "../attachments/change-attachments.ts";
import { settleAttachments } from "../attachments/settle-attachments.ts";
import type { System } from "../context.ts";
import { endUploadsInto, removeBytesOf } from "../uploads/end-uploads-into.ts";
import { type Claim, lockClaimed } from "./claim-sandbox.ts";
import { saveStatus } from "./save-status.ts";
import { forgetForkFiles } from "./snapshot-files.ts";

/**
 * Ends every process of the sandbox, then lets its volumes go, since nothing can write to them any more, and removes its
 * files, also those that were on their way into it.
 */
export async function endSandbox(system: System, claim: Claim): Promise<void> {
  const { row, ctx } = claim;
  const cause = row.operationCause ?? "destroy";
  const failure =
    row.status === "creating" && row.errorCode !== null
      ? { code: row.errorCode, message: row.errorMessage ?? "" }
      : undefined;
  await system.runtime.remove(row.id);
  const uploads = await ctx.transaction(async (tx) => {
    const now = await lockClaimed(tx, claim);
    if (row.status === "creating" && row.snapshotId !== null) await forgetForkFiles(tx, row.teamId, row.snapshotId);
    await releaseAttachments(tx, ctx, row.id, cause);
    await saveStatus(tx, ctx, now, { event: "destroy", cause, failure });
    return endUploadsInto(tx, row.teamId, row.id);
  });
  await removeBytesOf(system, uploads);
  await settleAttachments(system, row.id, { deadlineMs: SETTLE_MS });
}
