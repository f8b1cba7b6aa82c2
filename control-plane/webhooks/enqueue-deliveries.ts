import { randomBytes } from "node:crypto";
import { and, arrayContains, eq, isNull } from "drizzle-orm";
import type { Alert } from "#lib/api/alerts.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { webhookDeliveries, webhooks } from "../db/schema.ts";

/** The id of a message, the same in every attempt. */
export const newMessageId = (): string => `msg_${randomBytes(12).toString("hex")}`;

/** The bytes of a message, as Standard Webhooks wants them: what happened, when, and the facts. */
export const payloadOf = (type: string, data: object): string =>
  JSON.stringify({ type, timestamp: new Date().toISOString(), data });

/** Puts the message down for every webhook of the team that is told of this kind of alert, in the act's own transaction. */
export async function enqueueDeliveries(
  tx: Queries,
  ctx: Context,
  type: "alert.raised" | "alert.cleared",
  alert: Alert,
): Promise<void> {
  const listening = await tx
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(
      and(eq(webhooks.teamId, ctx.team), isNull(webhooks.disabledAt), arrayContains(webhooks.kinds, [alert.kind])),
    );
  if (listening.length === 0) return;
  const payload = payloadOf(type, alert);
  await tx
    .insert(webhookDeliveries)
    .values(listening.map(({ id }) => ({ id: newMessageId(), teamId: ctx.team, webhookId: id, type, payload })));
}
