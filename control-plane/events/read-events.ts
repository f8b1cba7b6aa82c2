import { and, asc, eq, gt, min } from "drizzle-orm";
import type { TeamId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { eventCursors, events } from "../db/schema.ts";

/** The events of a team after a cursor, in order of commit. None is ever missed: see the migration of the events. */
export function readEvents(system: System, team: TeamId, after: number, limit: number) {
  return system.database.queries
    .select()
    .from(events)
    .where(and(eq(events.teamId, team), gt(events.seq, after)))
    .orderBy(asc(events.seq))
    .limit(limit);
}

/** The newest cursor of a team, and the oldest from which the story can still be told without a gap. */
export async function cursorRange(system: System, team: TeamId): Promise<{ oldest: number; newest: number }> {
  const { queries } = system.database;
  // The oldest first: what is pruned in between makes the range too small, never too large.
  const [kept] = await queries
    .select({ seq: min(events.seq) })
    .from(events)
    .where(eq(events.teamId, team));
  const [cursor] = await queries.select().from(eventCursors).where(eq(eventCursors.teamId, team));
  const newest = cursor?.lastSeq ?? 0;
  return { oldest: kept?.seq == null ? newest : kept.seq - 1, newest };
}
