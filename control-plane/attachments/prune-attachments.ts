import { and, eq, lt, sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { attachments } from "../db/schema.ts";

/** Forgets attachments that were released longer ago than events are kept, and their checks. */
export async function pruneAttachments(system: System): Promise<void> {
  await system.database.queries
    .delete(attachments)
    .where(
      and(
        eq(attachments.state, "released"),
        lt(attachments.releasedAt, sql`now() - make_interval(days => ${system.config.eventDays})`),
      ),
    );
}
