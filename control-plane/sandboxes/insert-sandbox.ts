import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId, SnapshotId } from "#lib/api/ids.ts";
import type { PlannedAttachment } from "../attachments/plan-attachments.ts";
import { requestAttachments } from "../attachments/request-attachments.ts";
import type { Context, System } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { type SandboxSettings, sandboxes } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { thisHost } from "../hosts/this-host.ts";
import { sandboxChanged } from "./save-status.ts";

type NewSandbox = {
  id: SandboxId;
  settings: SandboxSettings;
  metadata: Record<string, unknown>;
  /** Whose files it begins with. */
  snapshotId: SnapshotId | null;
  planned: readonly PlannedAttachment[];
  cause: "create" | "fork";
};

/** @throws ApiError volume_backend_capability_unsupported where no sandbox can run */
export function requireRuntime({ runtime }: System): void {
  if (!runtime.capability.available)
    throw new ApiError("volume_backend_capability_unsupported", runtime.capability.reason);
}

/** Writes down a sandbox that is to be made on this machine, with its mounts. Call it last: it appends events. */
export async function insertSandbox(tx: Queries, ctx: Context, wanted: NewSandbox): Promise<void> {
  const [row] = await tx
    .insert(sandboxes)
    .values({
      id: wanted.id,
      teamId: ctx.team,
      status: "creating",
      host: thisHost(),
      ...wanted.settings,
      metadata: wanted.metadata,
      snapshotId: wanted.snapshotId,
    })
    .returning();
  if (row === undefined) throw new Error(`${wanted.id} was not inserted`);
  await requestAttachments(tx, ctx, row, wanted.planned, "create");
  await appendEvents(tx, ctx, [sandboxChanged(null, row, wanted.cause)]);
}
