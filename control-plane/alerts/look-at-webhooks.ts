import { and, eq, inArray, isNotNull, or } from "drizzle-orm";
import type { AlertKind } from "#lib/api/alerts.ts";
import type { WebhookId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { webhooks } from "../db/schema.ts";
import type { Finding } from "./finding.ts";

/** Its address may hold a secret and is for admins, while everyone in the team sees alerts. */
const NAME = "A webhook";

/**
 * The webhooks that were turned off because nothing arrived, and those that were.
 * @param open the kinds of the open alerts by what they are about
 */
export async function lookAtWebhooks(ctx: Context, open: ReadonlyMap<string, AlertKind>): Promise<Finding[]> {
  const rows = await ctx.system.database.queries
    .select({ id: webhooks.id, reason: webhooks.disabledReason })
    .from(webhooks)
    .where(
      and(
        eq(webhooks.teamId, ctx.team),
        // An id of another thing is none of a webhook.
        or(isNotNull(webhooks.disabledReason), inArray(webhooks.id, [...open.keys()] as WebhookId[])),
      ),
    );
  return rows.map(({ id, reason }) => ({
    subject: id,
    subjectName: NAME,
    wrong: reason === null ? null : { kind: "webhook_disabled", message: `${NAME} was turned off: ${reason}` },
    over: `${NAME} is on again.`,
  }));
}
