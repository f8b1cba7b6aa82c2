import { sql } from "drizzle-orm";
import type { NewEvent } from "#lib/api/events.ts";
import type { Caller, Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { eventCursors, events } from "../db/schema.ts";

/** The channel of `NOTIFY`. The payload is only the team and the newest sequence number, far below its 8,000 bytes. */
export const EVENT_CHANNEL = "nullspace_events";

/** How the audit trail names a caller: a person's email, a key's name. */
export const nameOfCaller = (caller: Caller): string => (caller.kind === "user" ? caller.email : caller.name);

/**
 * Appends events to the team's story inside the transaction of the act itself: both are there, or neither.
 * Call it last: it locks the team's cursor row until commit.
 */
export async function appendEvents(tx: Queries, ctx: Context, happened: readonly NewEvent[]): Promise<void> {
  if (happened.length === 0) return;
  const given = JSON.stringify(happened);
  // One statement: this runs with every write of a file, and each round trip costs the embedded database a millisecond. The
  // time is not the start of the transaction: whatever the act did to the disk is older than its event.
  await tx.execute(sql`
    with moved as (
      insert into ${eventCursors} as cursors (team_id, last_seq) values (${ctx.team}, ${happened.length}::bigint)
      on conflict (team_id) do update set last_seq = cursors.last_seq + excluded.last_seq
      returning last_seq
    ), told as (
      insert into ${events} (team_id, seq, type, at, actor_kind, actor_name, volume_id, sandbox_id, attachment_id, data)
      select ${ctx.team}, moved.last_seq - ${happened.length}::bigint + given.n, given.event->>'type', clock_timestamp(),
        ${ctx.caller.kind}, ${nameOfCaller(ctx.caller)}, given.event->>'volume_id', given.event->>'sandbox_id',
        given.event->>'attachment_id', given.event->'data'
      from moved, jsonb_array_elements(${given}::text::jsonb) with ordinality as given(event, n)
    )
    select pg_notify(${EVENT_CHANNEL}, ${ctx.team}::text || ':' || moved.last_seq) from moved`);
}
