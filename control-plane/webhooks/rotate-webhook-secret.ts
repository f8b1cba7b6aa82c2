import { eq, sql } from "drizzle-orm";
import type { WebhookId } from "#lib/api/ids.ts";
import type { Webhook } from "#lib/api/webhooks.ts";
import type { Context } from "../context.ts";
import { webhooks } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { lockWebhook } from "./lock-webhook.ts";
import { toWebhook } from "./to-webhook.ts";
import { makeWebhookSecret, sealSecret } from "./webhook-secret.ts";

/** How long the old secret signs beside the new one, in hours. */
const OVERLAP_HOURS = 24;

/**
 * Gives a webhook a new secret, answered this once. For 24 hours what is sent is signed with the old one too, so that the
 * receiver can change over without missing anything.
 * @throws ApiError forbidden, not_found
 */
export async function rotateWebhookSecret(ctx: Context, id: WebhookId): Promise<Webhook> {
  authorize(ctx, "webhooks:write");
  const secret = makeWebhookSecret();
  return ctx.transaction(async (tx) => {
    const before = await lockWebhook(tx, ctx, id);
    const [row] = await tx
      .update(webhooks)
      .set({
        secret: sealSecret(ctx.system, id, secret),
        previousSecret: before.secret,
        previousUntil: sql`now() + make_interval(hours => ${OVERLAP_HOURS})`,
      })
      .where(eq(webhooks.id, id))
      .returning();
    if (row === undefined) throw new Error("the changed webhook returned no row");
    await appendEvents(tx, ctx, [{ type: "webhook.changed", data: { webhook_id: id, url: row.url } }]);
    return toWebhook(row, secret);
  });
}
