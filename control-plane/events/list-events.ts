import { and, desc, eq, gte, like, lt, notLike } from "drizzle-orm";
import type { EventPage, ListEventsQuery } from "#lib/api/events.ts";
import type { Context } from "../context.ts";
import { events } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { hiddenTypes } from "./hidden-types.ts";
import { toEvent } from "./to-event.ts";

/**
 * What happened in the team, newest first, as far back as events are kept. Only what the caller may see.
 * @throws ApiError forbidden
 */
export async function listEvents(ctx: Context, query: ListEventsQuery): Promise<EventPage> {
  authorize(ctx, "events:read");
  const rows = await ctx.system.database.queries
    .select()
    .from(events)
    .where(
      and(
        eq(events.teamId, ctx.team),
        query.volume === undefined ? undefined : eq(events.volumeId, query.volume),
        query.sandbox === undefined ? undefined : eq(events.sandboxId, query.sandbox),
        query.attachment === undefined ? undefined : eq(events.attachmentId, query.attachment),
        query.family === undefined ? undefined : like(events.type, `${query.family}.%`),
        query.actor === undefined ? undefined : eq(events.actorName, query.actor),
        query.since === undefined ? undefined : gte(events.at, new Date(query.since)),
        query.until === undefined ? undefined : lt(events.at, new Date(query.until)),
        query.before === undefined ? undefined : lt(events.seq, query.before),
        ...hiddenTypes(ctx).map((prefix) => notLike(events.type, `${prefix}%`)),
      ),
    )
    .orderBy(desc(events.seq))
    .limit(query.limit + 1);
  const page = rows.slice(0, query.limit);
  return {
    events: page.map(toEvent),
    next_cursor: rows.length > page.length ? String(page.at(-1)?.seq) : null,
  };
}
