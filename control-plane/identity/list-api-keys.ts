import { desc, eq } from "drizzle-orm";
import type { ApiKey } from "#lib/api/identity.ts";
import type { Context } from "../context.ts";
import { apiKeys } from "../db/schema.ts";
import { authorize } from "./authorize.ts";
import { toApiKey } from "./to-api-key.ts";

/** Every key of the team, newest first, revoked and expired ones too: who had access stays known. */
export async function listApiKeys(ctx: Context): Promise<ApiKey[]> {
  authorize(ctx, "keys:read");
  const rows = await ctx.system.database.queries
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.teamId, ctx.team))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
  return rows.map((row) => toApiKey(row));
}
