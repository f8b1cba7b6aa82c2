import { randomUUID } from "node:crypto";
import type { WebhookId } from "#lib/api/ids.ts";
import type { WebhookDelivery } from "#lib/api/webhooks.ts";
import type { Context } from "../context.ts";
import { webhookDeliveries } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { leaseOf } from "./claim-delivery.ts";
import { deliver } from "./deliver.ts";
import { newMessageId, payloadOf } from "./enqueue-deliveries.ts";
import { findDelivery } from "./list-webhook-deliveries.ts";
import { lockWebhook } from "./lock-webhook.ts";
import type { ResolveHost } from "./resolve-host.ts";

const TEST = "webhook.test";

/**
 * Sends one message of type `webhook.test`, once, and answers how it went. Also to a webhook that is off, to see whether it
 * would work again.
 * @throws ApiError forbidden, not_found
 */
export async function sendWebhookTest(
  ctx: Context,
  id: WebhookId,
  options: { resolve?: ResolveHost } = {},
): Promise<WebhookDelivery> {
  authorize(ctx, "webhooks:write");
  const owner = randomUUID();
  const claimed = await ctx.transaction(async (tx) => {
    const webhook = await lockWebhook(tx, ctx, id);
    const payload = payloadOf(TEST, { webhook_id: id, message: "A test: this webhook is told of alerts." });
    const [delivery] = await tx
      .insert(webhookDeliveries)
      .values({
        id: newMessageId(),
        teamId: ctx.team,
        webhookId: id,
        type: TEST,
        payload,
        attempts: 1,
        ...leaseOf(owner),
      })
      .returning();
    if (delivery === undefined) throw new Error("the new delivery returned no row");
    return { delivery, webhook, owner };
  });
  await deliver(ctx.system, claimed, { ...options, last: true });
  return findDelivery(ctx, claimed.delivery.id);
}
