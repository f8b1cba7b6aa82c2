import { eq, sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { webhookDeliveries, webhooks } from "../db/schema.ts";
import type { WebhookRow } from "./to-webhook.ts";

/** How long one control plane keeps a delivery to itself, in seconds: longer than a try takes. */
const LEASE_S = 30;

export type Claimed = { delivery: typeof webhookDeliveries.$inferSelect; webhook: WebhookRow; owner: string };

/** The lease of a delivery, for an insert or an update. */
export const leaseOf = (owner: string) => ({
  claimedBy: owner,
  claimedUntil: sql`now() + make_interval(secs => ${LEASE_S})`,
});

/**
 * Takes the delivery that is due for longest, for one try. Of each webhook one is under way at a time, so that a receiver
 * that never answers does not keep the others waiting.
 * @param owner names the taker: whoever finds another name there has lost the lease
 */
export async function claimDelivery({ database }: System, owner: string): Promise<Claimed | null> {
  const [delivery] = await database.queries
    .update(webhookDeliveries)
    .set({ ...leaseOf(owner), attempts: sql`${webhookDeliveries.attempts} + 1` })
    .where(
      eq(
        webhookDeliveries.id,
        sql`(
          select due.id from ${webhookDeliveries} as due
          where due.status = 'pending' and due.next_attempt_at <= now()
            and (due.claimed_until is null or due.claimed_until < now())
            and not exists (
              select from ${webhookDeliveries} as busy
              where busy.webhook_id = due.webhook_id and busy.claimed_until > now())
          order by due.next_attempt_at, due.seq limit 1 for update skip locked)`,
      ),
    )
    .returning();
  if (delivery === undefined) return null;
  const [webhook] = await database.queries.select().from(webhooks).where(eq(webhooks.id, delivery.webhookId));
  // Deleted in between, and the delivery with it.
  return webhook === undefined ? null : { delivery, webhook, owner };
}
