import { sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { attachments } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { newId } from "../new-id.ts";
import type { SandboxRow } from "../sandboxes/find-sandbox.ts";
import type { AttachmentRow } from "./find-attachment.ts";
import type { PlannedAttachment } from "./plan-attachments.ts";
import { attachmentChanged } from "./save-transitions.ts";

/**
 * Writes down what `planAttachments` found possible, in the same transaction. Call it last: it appends events.
 * @param sandbox new, or locked
 */
export async function requestAttachments(
  tx: Queries,
  ctx: Context,
  sandbox: Pick<SandboxRow, "id" | "host">,
  planned: readonly PlannedAttachment[],
  cause = "create",
): Promise<AttachmentRow[]> {
  if (planned.length === 0) return [];
  const rows = await tx
    .insert(attachments)
    .values(
      planned.map(({ volumeName: _, ...mount }, index) => ({
        ...mount,
        id: newId("att"),
        teamId: ctx.team,
        sandboxId: sandbox.id,
        host: sandbox.host,
        position: sql`(select coalesce(max(before.position), -1) + 1 + ${index}::integer from ${attachments} before
          where before.sandbox_id = ${sandbox.id})`,
        state: "requested" as const,
        cause,
      })),
    )
    .returning();
  const requested = rows
    .toSorted((a, b) => a.position - b.position)
    .map((row) => ({
      ...row,
      volumeName: planned.find(({ volumeId }) => volumeId === row.volumeId)?.volumeName ?? "",
    }));
  await appendEvents(
    tx,
    ctx,
    requested.map((row) => attachmentChanged(null, row)),
  );
  return requested;
}
