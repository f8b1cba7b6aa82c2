import { and, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { WebhookId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { webhooks } from "../db/schema.ts";
import type { WebhookRow } from "./to-webhook.ts";

/** The team's webhook, locked until commit. @throws ApiError not_found, the same for another team's */
export async function lockWebhook(tx: Queries, ctx: Context, id: WebhookId): Promise<WebhookRow> {
  const [row] = await tx
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.id, id), eq(webhooks.teamId, ctx.team)))
    .for("update");
  if (row === undefined) throw new ApiError("not_found", `There is no webhook ${id} in this team.`);
  return row;
}
