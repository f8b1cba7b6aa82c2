import { count, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import { MAX_WEBHOOKS } from "#lib/api/limits.ts";
import type { CreateWebhookInput, Webhook } from "#lib/api/webhooks.ts";
import type { Context } from "../context.ts";
import { teams, webhooks } from "../db/schema.ts";
import { appendEvents, nameOfCaller } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { newId } from "../new-id.ts";
import { toWebhook } from "./to-webhook.ts";
import { makeWebhookSecret, sealSecret } from "./webhook-secret.ts";
import { parseWebhookUrl } from "./webhook-url.ts";

/**
 * Makes a webhook of the team. The answer carries its secret, this once.
 * @throws ApiError forbidden (an API key may not make them), invalid_request, conflict when the team has as many as it may
 */
export async function createWebhook(ctx: Context, input: CreateWebhookInput): Promise<Webhook> {
  authorize(ctx, "webhooks:write");
  const { href } = parseWebhookUrl(ctx.system.config, input.url);
  const id = newId("hook");
  const secret = makeWebhookSecret();
  return ctx.transaction(async (tx) => {
    // One at a time, so that two together cannot pass the limit.
    await tx.select({ id: teams.id }).from(teams).where(eq(teams.id, ctx.team)).for("update");
    const [have] = await tx.select({ count: count() }).from(webhooks).where(eq(webhooks.teamId, ctx.team));
    if ((have?.count ?? 0) >= MAX_WEBHOOKS)
      throw new ApiError("conflict", `A team has at most ${MAX_WEBHOOKS} webhooks.`, {
        suggestedAction: "Delete one that is not used any more.",
      });
    const [row] = await tx
      .insert(webhooks)
      .values({
        id,
        teamId: ctx.team,
        url: href,
        kinds: input.kinds,
        secret: sealSecret(ctx.system, id, secret),
        createdBy: nameOfCaller(ctx.caller),
      })
      .returning();
    if (row === undefined) throw new Error("the new webhook returned no row");
    await appendEvents(tx, ctx, [{ type: "webhook.created", data: { webhook_id: id, url: href } }]);
    return toWebhook(row, secret);
  });
}
