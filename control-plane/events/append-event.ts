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
  const [cursor] = await tx
    .insert(eventCursors)
    .values({ teamId: ctx.team, lastSeq: happened.length })
    .onConflictDoUpdate({
      target: eventCursors.teamId,
      set: { lastSeq: sql`${eventCursors.lastSeq} + ${happened.length}` },
    })
    .returning();
  if (cursor === undefined) throw new Error("the event cursor returned no row");
  const first = cursor.lastSeq - happened.length + 1;
  await tx.insert(events).values(
    happened.map((event, index) => ({
      teamId: ctx.team,
      seq: first + index,
      type: event.type,
      // Not the start of the transaction: whatever the act did to the disk is older than its event.
      at: sql`clock_timestamp()`,
      actorKind: ctx.caller.kind,
      actorName: nameOfCaller(ctx.caller),
      volumeId: "volume_id" in event ? event.volume_id : null,
      data: event.data,
    })),
  );
  await tx.execute(sql`select pg_notify(${EVENT_CHANNEL}, ${`${ctx.team}:${cursor.lastSeq}`})`);
}
