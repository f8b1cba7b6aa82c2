import { and, eq } from "drizzle-orm";
import type { WebhookId } from "#lib/api/ids.ts";
import type { Queries } from "../db/database.ts";
import { webhookDeliveries } from "../db/schema.ts";

/** Gives up what a webhook that was turned off has still to be told: by the time it is on again, it is old. */
export async function cancelDeliveries(tx: Queries, webhook: WebhookId): Promise<void> {
  await tx
    .update(webhookDeliveries)
    .set({ status: "failed" })
    .where(and(eq(webhookDeliveries.webhookId, webhook), eq(webhookDeliveries.status, "pending")));
}
