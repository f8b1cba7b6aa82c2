import { pauseAttachments, resumeAttachments } from "../attachments/change-attachments.ts";
import type { System } from "../context.ts";
import { endOperation } from "./begin-operation.ts";
import { type Claim, lockClaimed, Overtaken } from "./claim-sandbox.ts";
import { forgetProcesses } from "./forget-processes.ts";
import { requireMounts } from "./require-mounts.ts";
import { saveStatus } from "./save-status.ts";

async function goOn(system: System, claim: Claim): Promise<void> {
  const { row, ctx } = claim;
  const { runtime } = system;
  const { id, memoryMb, vcpus } = row;
  await ctx.transaction(async (tx) => {
    await lockClaimed(tx, claim);
    await resumeAttachments(tx, ctx, id, "resume");
  });
  if (row.pauseKind === "hibernated") {
    await runtime.start({ id, memoryMb, vcpus });
    await forgetProcesses(system, id);
  }
  // Before any of its processes moves again.
  await requireMounts(system, id);
  if (row.pauseKind === "frozen") await runtime.thaw(id);
  await ctx.transaction(async (tx) => {
    const now = await lockClaimed(tx, claim);
    await saveStatus(tx, ctx, now, {
      event: "resume",
      cause: row.operationCause ?? "resume",
      also: { snapshotId: null },
    });
  });
}

/**
 * Takes the leases again and looks at every mount, or makes it anew, before the first process goes on. Where one cannot be
 * had, the sandbox stays paused.
 * @throws ApiError why a volume could not be mounted; sandbox_not_ready
 */
export async function performResume(system: System, claim: Claim): Promise<void> {
  const { row, ctx } = claim;
  try {
    await goOn(system, claim);
  } catch (error) {
    if (error instanceof Overtaken) throw error;
    if (row.pauseKind === "hibernated") await system.runtime.stop(row.id);
    else await system.runtime.freeze(row.id).catch(() => {});
    await ctx.transaction(async (tx) => {
      const now = await lockClaimed(tx, claim);
      await pauseAttachments(tx, ctx, row.id, "resume");
      await endOperation(tx, now);
    });
    throw error;
  }
}
