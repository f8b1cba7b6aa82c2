import { and, count, desc, eq, isNotNull, isNull, lt } from "drizzle-orm";
import type { AlertPage, ListAlertsQuery } from "#lib/api/alerts.ts";
import type { Context } from "../context.ts";
import { alerts } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { toAlert } from "./to-alert.ts";

/**
 * What is wrong in the team and what was, the newest first.
 * @throws ApiError forbidden
 */
export async function listAlerts(ctx: Context, query: ListAlertsQuery): Promise<AlertPage> {
  authorize(ctx, "volumes:read");
  const { queries } = ctx.system.database;
  const rows = await queries
    .select()
    .from(alerts)
    .where(
      and(
        eq(alerts.teamId, ctx.team),
        query.open === "true" ? isNull(alerts.clearedAt) : undefined,
        query.open === "false" ? isNotNull(alerts.clearedAt) : undefined,
        query.volume === undefined ? undefined : eq(alerts.volumeId, query.volume),
        query.before === undefined ? undefined : lt(alerts.seq, query.before),
      ),
    )
    .orderBy(desc(alerts.seq))
    .limit(query.limit + 1);
  const page = rows.slice(0, query.limit);
  const [open] = await queries
    .select({ count: count() })
    .from(alerts)
    .where(and(eq(alerts.teamId, ctx.team), isNull(alerts.clearedAt)));
  return {
    alerts: page.map(toAlert),
    open_count: open?.count ?? 0,
    next_cursor: rows.length > page.length ? String(page.at(-1)?.seq) : null,
  };
}
