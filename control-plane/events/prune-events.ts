import { lt, sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { events } from "../db/schema.ts";

/** Forgets the events that are older than `config.eventDays`. A stream that asks for one of them is told to resync. */
export async function pruneEvents(system: System): Promise<void> {
  await system.database.queries
    .delete(events)
    .where(lt(events.at, sql`now() - make_interval(days => ${system.config.eventDays})`));
}
