import { eq } from "drizzle-orm";
import type { WebhookId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { webhooks } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { lockWebhook } from "./lock-webhook.ts";

/** Deletes a webhook with its log; what was to be sent is not sent any more. @throws ApiError forbidden, not_found */
export async function deleteWebhook(ctx: Context, id: WebhookId): Promise<void> {
  authorize(ctx, "webhooks:write");
  await ctx.transaction(async (tx) => {
    const { url } = await lockWebhook(tx, ctx, id);
    await tx.delete(webhooks).where(eq(webhooks.id, id));
    await appendEvents(tx, ctx, [{ type: "webhook.deleted", data: { webhook_id: id, url } }]);
  });
}
