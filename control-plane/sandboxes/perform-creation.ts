import { eq } from "drizzle-orm";
import type { System } from "../context.ts";
import { sandboxes } from "../db/schema.ts";
import { type Claim, lockClaimed, Overtaken } from "./claim-sandbox.ts";
import { endSandbox } from "./end-sandbox.ts";
import { failureOf } from "./failure-of.ts";
import type { SandboxRow } from "./find-sandbox.ts";
import { forgetProcesses } from "./forget-processes.ts";
import { makeWorkingDirectory } from "./make-working-directory.ts";
import { requireMounts } from "./require-mounts.ts";
import { saveStatus } from "./save-status.ts";
import { filesAreReady, forgetForkFiles } from "./snapshot-files.ts";

async function make(system: System, claim: Claim): Promise<void> {
  const { row, ctx } = claim;
  const { id, memoryMb, vcpus, snapshotId } = row;
  // Those of a fork are still being saved: it is begun when they are there.
  if (snapshotId !== null && !(await filesAreReady(system, row.teamId, snapshotId))) return;
  await system.runtime.start({ id, memoryMb, vcpus, ...(snapshotId !== null && { from: snapshotId }) });
  if (snapshotId !== null) await forgetProcesses(system, id);
  await makeWorkingDirectory(system, row);
  await requireMounts(system, id);
  await ctx.transaction(async (tx) => {
    const now = await lockClaimed(tx, claim);
    if (snapshotId !== null) await forgetForkFiles(tx, row.teamId, snapshotId);
    await saveStatus(tx, ctx, now, { event: "start", cause: "create", also: { snapshotId: null } });
  });
}

/** Written down first, so that a crash in between does not make the sandbox after all. */
async function giveUp(system: System, claim: Claim, error: unknown): Promise<SandboxRow> {
  const failure = failureOf(system, claim.row, error);
  return claim.ctx.transaction(async (tx) => {
    await lockClaimed(tx, claim);
    const [row] = await tx
      .update(sandboxes)
      .set({
        operation: "destroy",
        operationCause: "create",
        errorCode: failure.code,
        errorMessage: failure.message,
      })
      .where(eq(sandboxes.id, claim.row.id))
      .returning();
    if (row === undefined) throw new Overtaken(`${claim.row.id} is gone`);
    return row;
  });
}

/**
 * Starts a sandbox and mounts its volumes; where one of them cannot be, everything is taken back.
 * @throws ApiError snapshot_not_found, volume_backend_capability_unsupported, and why a volume could not be mounted
 */
export async function performCreation(system: System, claim: Claim): Promise<void> {
  try {
    await make(system, claim);
  } catch (error) {
    if (error instanceof Overtaken) throw error;
    await endSandbox(system, { ...claim, row: await giveUp(system, claim, error) });
    throw error;
  }
}
