import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { WebhookId } from "#lib/api/ids.ts";
import type { ListDeliveriesQuery, WebhookDelivery, WebhookDeliveryPage } from "#lib/api/webhooks.ts";
import type { Context } from "../context.ts";
import { webhookAttempts, webhookDeliveries, webhooks } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";

type Row = typeof webhookDeliveries.$inferSelect;

async function withAttempts(ctx: Context, rows: readonly Row[]): Promise<WebhookDelivery[]> {
  if (rows.length === 0) return [];
  const tries = await ctx.system.database.queries
    .select()
    .from(webhookAttempts)
    .where(
      and(
        eq(webhookAttempts.teamId, ctx.team),
        inArray(
          webhookAttempts.deliveryId,
          rows.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(asc(webhookAttempts.attempt));
  return rows.map((row) => ({
    id: row.id,
    type: row.type,
    status: row.status,
    created_at: row.createdAt.toISOString(),
    next_attempt_at: row.status === "pending" ? row.nextAttemptAt.toISOString() : null,
    attempts: tries
      .filter(({ deliveryId }) => deliveryId === row.id)
      .map(({ attempt, at, durationMs, statusCode, error }) => ({
        attempt,
        at: at.toISOString(),
        duration_ms: durationMs,
        status_code: statusCode,
        error,
      })),
  }));
}

/**
 * What a webhook was sent and how it went, the newest first.
 * @throws ApiError forbidden, not_found
 */
export async function listWebhookDeliveries(
  ctx: Context,
  id: WebhookId,
  query: ListDeliveriesQuery,
): Promise<WebhookDeliveryPage> {
  authorize(ctx, "webhooks:read");
  const { queries } = ctx.system.database;
  const [webhook] = await queries
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(eq(webhooks.id, id), eq(webhooks.teamId, ctx.team)));
  if (webhook === undefined) throw new ApiError("not_found", `There is no webhook ${id} in this team.`);
  const rows = await queries
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.teamId, ctx.team),
        eq(webhookDeliveries.webhookId, id),
        query.before === undefined ? undefined : lt(webhookDeliveries.seq, query.before),
      ),
    )
    .orderBy(desc(webhookDeliveries.seq))
    .limit(query.limit + 1);
  const page = rows.slice(0, query.limit);
  return {
    deliveries: await withAttempts(ctx, page),
    next_cursor: rows.length > page.length ? String(page.at(-1)?.seq) : null,
  };
}

/** One of them. @throws ApiError not_found when its webhook was deleted meanwhile */
export async function findDelivery(ctx: Context, id: string): Promise<WebhookDelivery> {
  const rows = await ctx.system.database.queries
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.teamId, ctx.team), eq(webhookDeliveries.id, id)));
  const [delivery] = await withAttempts(ctx, rows);
  if (delivery === undefined) throw new ApiError("not_found", "The webhook was deleted.");
  return delivery;
}
