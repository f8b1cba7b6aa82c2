import { and, eq } from "drizzle-orm";
import type { ApiKeyId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { apiKeys } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "./authorize.ts";
import { lockApiKey } from "./lock-api-key.ts";

/** Ends a key at once. Safe to repeat. @throws ApiError forbidden, not_found */
export async function revokeApiKey(ctx: Context, id: ApiKeyId): Promise<void> {
  authorize(ctx, "keys:write");
  await ctx.transaction(async (tx) => {
    const { name, prefix, revokedAt } = await lockApiKey(tx, ctx, id);
    if (revokedAt !== null) return;
    await tx
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(and(eq(apiKeys.id, id), eq(apiKeys.teamId, ctx.team)));
    await appendEvents(tx, ctx, [{ type: "key.revoked", data: { name, prefix } }]);
  });
}
