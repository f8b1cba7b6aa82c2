import { and, eq, sql } from "drizzle-orm";
import { type System, systemContext } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { webhookAttempts, webhookDeliveries, webhooks } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { cancelDeliveries } from "./cancel-deliveries.ts";
import type { Claimed } from "./claim-delivery.ts";
import type { Attempt } from "./deliver.ts";
import { retryDelay } from "./retry-delay.ts";
import type { WebhookRow } from "./to-webhook.ts";

const GONE = 410;
const RECEIVER_GONE = "The receiver answered 410: it wants no more.";
const NOTHING_ARRIVED = "nothing that it was sent in a day arrived. An admin can turn it on again under Team.";

/**
 * Books a try: delivered, to be tried again later, or given up. A webhook to which nothing arrived while one delivery was
 * tried to the end is turned off, and one whose receiver says that it is gone. Nothing happens when the lease was lost.
 */
export async function settleAttempt(
  system: System,
  { delivery, webhook: { id }, owner }: Claimed,
  attempt: Attempt,
  { last }: { last: boolean },
): Promise<void> {
  const ctx = systemContext(system, delivery.teamId);
  await ctx.transaction(async (tx) => {
    // The webhook first, as in `deleteWebhook`: its deliveries go with it.
    const [webhook] = await tx.select().from(webhooks).where(eq(webhooks.id, id)).for("update");
    if (webhook === undefined) return;
    const delivered = attempt.error === null;
    const delay =
      last || webhook.disabledAt !== null || attempt.statusCode === GONE ? null : retryDelay(delivery.attempts);
    const [mine] = await tx
      .update(webhookDeliveries)
      .set({
        status: delivered ? "delivered" : delay === null ? "failed" : "pending",
        ...(delay !== null && { nextAttemptAt: sql`now() + make_interval(secs => ${delay / 1000})` }),
        claimedBy: null,
        claimedUntil: null,
      })
      .where(and(eq(webhookDeliveries.id, delivery.id), eq(webhookDeliveries.claimedBy, owner)))
      .returning({ id: webhookDeliveries.id });
    if (mine === undefined) return;
    await tx
      .insert(webhookAttempts)
      .values({ ...attempt, deliveryId: delivery.id, teamId: delivery.teamId, attempt: delivery.attempts });
    if (delivered) await tx.update(webhooks).set({ lastSuccessAt: sql`now()` }).where(eq(webhooks.id, id));
    else if (delay === null && !last && webhook.disabledAt === null) {
      if (attempt.statusCode === GONE) await turnOff(tx, webhook, RECEIVER_GONE);
      else if ((webhook.lastSuccessAt ?? new Date(0)) < delivery.createdAt) await turnOff(tx, webhook, NOTHING_ARRIVED);
      else return;
      await appendEvents(tx, ctx, [{ type: "webhook.changed", data: { webhook_id: id, url: webhook.url } }]);
    }
  });
}

async function turnOff(tx: Queries, { id }: WebhookRow, disabledReason: string): Promise<void> {
  await tx.update(webhooks).set({ disabledAt: sql`now()`, disabledReason }).where(eq(webhooks.id, id));
  await cancelDeliveries(tx, id);
}
