import { eq, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { SnapshotId } from "#lib/api/ids.ts";
import type { Queries } from "../db/database.ts";
import { type SandboxOperation, sandboxes } from "../db/schema.ts";
import type { SandboxRow } from "./find-sandbox.ts";
import { type SandboxAct, whyNot } from "./why-not.ts";

const ACTS: Record<SandboxOperation, SandboxAct> = {
  pause: "pause",
  resume: "resume",
  hibernate: "hibernate",
  snapshot: "fork",
  destroy: "destroy",
};

/** @throws ApiError sandbox_not_ready, with the reason */
export function requireAllowed(row: SandboxRow, act: SandboxAct): void {
  const reason = whyNot(row, act);
  if (reason !== null)
    throw new ApiError("sandbox_not_ready", `${row.id} cannot take this now. ${reason}`, {
      details: { sandbox_id: row.id, status: row.status, pause_kind: row.pauseKind, operation: row.operation },
    });
}

/**
 * Writes down what is to be done with a locked sandbox. From then on it is finished, or taken back where it cannot be,
 * whatever happens to this process: `driveSandbox` does it.
 * @param snapshotId the snapshot that it makes
 * @throws ApiError sandbox_not_ready
 */
export async function beginOperation(
  tx: Queries,
  row: SandboxRow,
  operation: SandboxOperation,
  cause: string,
  snapshotId: SnapshotId | null = null,
): Promise<void> {
  requireAllowed(row, ACTS[operation]);
  await tx
    .update(sandboxes)
    .set({
      operation,
      operationCause: cause,
      operationSnapshotId: snapshotId,
      updatedAt: sql`clock_timestamp()`,
    })
    .where(eq(sandboxes.id, row.id));
}

/** An operation that changes no status is over, or was taken back. */
export async function endOperation(tx: Queries, row: SandboxRow): Promise<void> {
  await tx
    .update(sandboxes)
    .set({ operation: null, operationCause: null, operationSnapshotId: null, updatedAt: sql`clock_timestamp()` })
    .where(eq(sandboxes.id, row.id));
}
