import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { NewEvent } from "#lib/api/events.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { attachments } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { claimUntil } from "./claim-time.ts";
import type { AttachmentRow } from "./find-attachment.ts";
import { type AttachmentEvent, type Failure, transition } from "./state.ts";

export type Change = {
  event: AttachmentEvent;
  /** What led to it, for the story: `attach`, `detach`, `remount`, `pause`, `health`, … */
  cause: string;
  failure?: Failure;
  /** Who works on it from now on; null when whoever did is done. Left out: as before. */
  claim?: string | null;
};

/** The event that tells of a change; `before` is null for the first state. */
export function attachmentChanged(before: AttachmentRow | null, after: AttachmentRow): NewEvent {
  const failed = after.state === "failed" || after.state === "unmounted";
  return {
    type: "attachment.changed",
    volume_id: after.volumeId,
    sandbox_id: after.sandboxId,
    attachment_id: after.id,
    data: {
      mount_path: after.mountPath,
      volume_name: after.volumeName,
      from: before?.state ?? null,
      to: after.state,
      cause: after.cause,
      duration_ms: before === null ? null : Math.max(0, after.stateSince.getTime() - before.stateSince.getTime()),
      error_code: failed ? after.lastErrorCode : null,
      error_message: failed ? after.lastErrorMessage : null,
    },
  };
}

async function save(
  tx: Queries,
  before: AttachmentRow,
  { event, cause, failure, claim }: Change,
): Promise<AttachmentRow> {
  const after = transition(before, event, { lease: randomUUID(), failure });
  if (after === null) throw new Error(`${before.id}: ${event} has no place in ${before.state}`);
  const [row] = await tx
    .update(attachments)
    .set({
      ...after,
      cause,
      // By the database's clock, which all replicas share; not the start of the transaction, which may have waited.
      stateSince: sql`clock_timestamp()`,
      updatedAt: sql`clock_timestamp()`,
      holders: [],
      graceUntil: null,
      attempts: 0,
      nextAttemptAt: sql`clock_timestamp()`,
      // What a look found says nothing about the next mount.
      ...(event !== "fail" && event !== "lose" && { health: null }),
      ...(claim !== undefined && { claimedBy: claim, claimedUntil: claim === null ? null : claimUntil }),
      ...(event === "finish" && { releasedAt: sql`clock_timestamp()` }),
    })
    .where(eq(attachments.id, before.id))
    .returning();
  if (row === undefined) throw new Error(`${before.id} is gone`);
  return { ...row, volumeName: before.volumeName };
}

/**
 * Changes the state of attachments that are locked in this transaction, and tells of it. The only place that does. Call it
 * last: it appends events. Whoever works on an attachment keeps its claim, and finds the new state when it is done.
 */
export async function saveTransitions(
  tx: Queries,
  ctx: Context,
  rows: readonly AttachmentRow[],
  change: Change,
): Promise<AttachmentRow[]> {
  const told: NewEvent[] = [];
  const saved: AttachmentRow[] = [];
  for (const before of rows) {
    const after = await save(tx, before, change);
    told.push(attachmentChanged(before, after));
    saved.push(after);
  }
  await appendEvents(tx, ctx, told);
  return saved;
}
