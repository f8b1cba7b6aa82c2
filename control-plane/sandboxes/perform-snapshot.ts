import type { System } from "../context.ts";
import { endOperation } from "./begin-operation.ts";
import { type Claim, lockClaimed, Overtaken } from "./claim-sandbox.ts";
import { announceSnapshot, dropSnapshot } from "./snapshot-files.ts";

/**
 * Copies the sandbox's files; its processes are held still meanwhile and go on after it.
 * @throws ApiError why they could not be copied
 */
export async function performSnapshot(system: System, claim: Claim): Promise<void> {
  const { row, ctx } = claim;
  const { runtime } = system;
  const snapshot = row.operationSnapshotId;
  if (snapshot === null) throw new Error(`${row.id} is saved to no snapshot`);
  const goOn = async () => {
    if (row.status === "running" && (await runtime.inspect(row.id)) === "frozen") await runtime.thaw(row.id);
  };
  try {
    if ((await runtime.inspect(row.id)) === "running") await runtime.freeze(row.id);
    const { sizeBytes } = await runtime.saveFiles(row.id, snapshot).finally(goOn);
    await ctx.transaction(async (tx) => {
      const now = await lockClaimed(tx, claim);
      await endOperation(tx, now);
      await announceSnapshot(tx, ctx, row, snapshot, sizeBytes);
    });
  } catch (error) {
    if (error instanceof Overtaken) throw error;
    await ctx.transaction(async (tx) => {
      const now = await lockClaimed(tx, claim);
      await dropSnapshot(tx, row.teamId, snapshot);
      await endOperation(tx, now);
    });
    throw error;
  }
}
