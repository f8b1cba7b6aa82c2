import { SETTLE_MS } from "#lib/api/limits.ts";
import { pauseAttachments, resumeAttachments } from "../attachments/change-attachments.ts";
import { settleAttachments } from "../attachments/settle-attachments.ts";
import type { System } from "../context.ts";
import { endOperation } from "./begin-operation.ts";
import { type Claim, lockClaimed, Overtaken } from "./claim-sandbox.ts";
import { saveStatus } from "./save-status.ts";
import { announceSnapshot, dropSnapshot } from "./snapshot-files.ts";

async function putAway(system: System, claim: Claim): Promise<void> {
  const { row, ctx } = claim;
  const { runtime } = system;
  const snapshot = row.operationSnapshotId;
  if (snapshot === null) throw new Error(`${row.id} hibernates into no snapshot`);
  if ((await runtime.inspect(row.id)) === "running") await runtime.freeze(row.id);
  await ctx.transaction(async (tx) => {
    await lockClaimed(tx, claim);
    await pauseAttachments(tx, ctx, row.id, "hibernate");
  });
  const { sizeBytes } = await runtime.saveFiles(row.id, snapshot);
  await runtime.stop(row.id);
  await ctx.transaction(async (tx) => {
    const now = await lockClaimed(tx, claim);
    await announceSnapshot(tx, ctx, row, snapshot, sizeBytes);
    await saveStatus(tx, ctx, now, {
      event: "hibernate",
      cause: row.operationCause ?? "hibernate",
      also: { snapshotId: snapshot },
    });
  });
}

/** Lets it go on as it was before. */
async function takeBack(system: System, claim: Claim): Promise<void> {
  const { row, ctx } = claim;
  const wasRunning = row.status === "running";
  if (wasRunning) {
    await ctx.transaction(async (tx) => {
      await lockClaimed(tx, claim);
      await resumeAttachments(tx, ctx, row.id, "resume");
    });
    await settleAttachments(system, row.id, { deadlineMs: SETTLE_MS });
    await system.runtime.thaw(row.id).catch(() => {});
  }
  await ctx.transaction(async (tx) => {
    const now = await lockClaimed(tx, claim);
    await dropSnapshot(tx, row.teamId, row.operationSnapshotId);
    await endOperation(tx, now);
  });
}

/**
 * Copies the sandbox's files while nothing moves, then ends its processes, and every mount with them. A copy that fails
 * lets the sandbox go on.
 * @throws ApiError why the files could not be copied
 */
export async function performHibernation(system: System, claim: Claim): Promise<void> {
  try {
    await putAway(system, claim);
  } catch (error) {
    if (!(error instanceof Overtaken)) await takeBack(system, claim);
    throw error;
  }
}
