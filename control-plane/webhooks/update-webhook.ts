import { eq, sql } from "drizzle-orm";
import type { WebhookId } from "#lib/api/ids.ts";
import type { UpdateWebhookInput, Webhook } from "#lib/api/webhooks.ts";
import type { Context } from "../context.ts";
import { webhooks } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { cancelDeliveries } from "./cancel-deliveries.ts";
import { lockWebhook } from "./lock-webhook.ts";
import { toWebhook } from "./to-webhook.ts";

/**
 * Changes what a webhook is told of, turns it off or on again. What happens while it is off is not sent later.
 * @throws ApiError forbidden, not_found
 */
export async function updateWebhook(ctx: Context, id: WebhookId, input: UpdateWebhookInput): Promise<Webhook> {
  authorize(ctx, "webhooks:write");
  return ctx.transaction(async (tx) => {
    const before = await lockWebhook(tx, ctx, id);
    const [row] = await tx
      .update(webhooks)
      .set({
        // Set even when nothing else is: an update needs something to set.
        kinds: input.kinds ?? before.kinds,
        ...(input.enabled === true && { disabledAt: null, disabledReason: null }),
        ...(input.enabled === false && before.disabledAt === null && { disabledAt: sql`now()` }),
      })
      .where(eq(webhooks.id, id))
      .returning();
    if (row === undefined) throw new Error("the changed webhook returned no row");
    if (row.disabledAt !== null) await cancelDeliveries(tx, id);
    await appendEvents(tx, ctx, [{ type: "webhook.changed", data: { webhook_id: id, url: row.url } }]);
    return toWebhook(row);
  });
}
