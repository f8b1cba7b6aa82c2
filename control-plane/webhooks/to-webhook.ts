import type { Webhook } from "#lib/api/webhooks.ts";
import type { webhooks } from "../db/schema.ts";

export type WebhookRow = typeof webhooks.$inferSelect;

/** What admins see of a webhook. @param secret only where it was just made */
export function toWebhook(row: WebhookRow, secret?: string): Webhook {
  const overlaps = row.previousUntil !== null && row.previousUntil.getTime() > Date.now();
  return {
    id: row.id,
    url: row.url,
    kinds: row.kinds,
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    last_success_at: row.lastSuccessAt?.toISOString() ?? null,
    enabled: row.disabledAt === null,
    disabled_reason: row.disabledReason,
    previous_secret_until: overlaps ? (row.previousUntil?.toISOString() ?? null) : null,
    ...(secret === undefined ? {} : { secret }),
  };
}
