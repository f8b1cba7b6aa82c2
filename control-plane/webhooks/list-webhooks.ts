import { desc, eq } from "drizzle-orm";
import type { Webhook } from "#lib/api/webhooks.ts";
import type { Context } from "../context.ts";
import { webhooks } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { toWebhook } from "./to-webhook.ts";

/** The webhooks of the team, newest first. @throws ApiError forbidden */
export async function listWebhooks(ctx: Context): Promise<Webhook[]> {
  authorize(ctx, "webhooks:read");
  const rows = await ctx.system.database.queries
    .select()
    .from(webhooks)
    .where(eq(webhooks.teamId, ctx.team))
    .orderBy(desc(webhooks.createdAt), desc(webhooks.id));
  return rows.map((row) => toWebhook(row));
}
