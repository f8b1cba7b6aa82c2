import type { NullspaceEvent } from "#lib/api/events.ts";
import type { events } from "../db/schema.ts";

/** The event as the API answers it. */
export function toEvent(row: typeof events.$inferSelect): NullspaceEvent {
  const event = {
    id: String(row.seq),
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, name: row.actorName },
    type: row.type,
    ...(row.volumeId !== null && { volume_id: row.volumeId }),
    ...(row.sandboxId !== null && { sandbox_id: row.sandboxId }),
    ...(row.attachmentId !== null && { attachment_id: row.attachmentId }),
    data: row.data,
  };
  // The row was written by `appendEvents` from a typed event; the column cannot carry the union.
  return event as unknown as NullspaceEvent;
}
