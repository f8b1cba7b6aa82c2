import { and, count, eq, ne, sql } from "drizzle-orm";
import type { Overview } from "#lib/api/overview.ts";
import type { Context } from "../context.ts";
import { attachments, sandboxes } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";

/**
 * How many attachments and sandboxes the team has, and how they stand.
 * @throws ApiError forbidden
 */
export async function getOverview(ctx: Context): Promise<Overview> {
  authorize(ctx, "attachments:read");
  authorize(ctx, "sandboxes:read");
  const { queries } = ctx.system.database;
  return {
    attachments: await queries
      .select({
        state: attachments.state,
        count: count(),
        unhealthy: sql<number>`count(*) filter (where not (${attachments.health}->>'healthy')::boolean)`.mapWith(
          Number,
        ),
      })
      .from(attachments)
      .where(and(eq(attachments.teamId, ctx.team), ne(attachments.state, "released")))
      .groupBy(attachments.state),
    sandboxes: await queries
      .select({
        status: sandboxes.status,
        count: count(),
        unreachable: count(sandboxes.unreachableSince),
      })
      .from(sandboxes)
      .where(and(eq(sandboxes.teamId, ctx.team), ne(sandboxes.status, "destroyed")))
      .groupBy(sandboxes.status),
  };
}
