import { and, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { ApiKeyId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { apiKeys } from "../db/schema.ts";
import type { ApiKeyRow } from "./to-api-key.ts";

/** The team's key, locked until commit. @throws ApiError not_found, the same for another team's */
export async function lockApiKey(tx: Queries, ctx: Context, id: ApiKeyId): Promise<ApiKeyRow> {
  const [row] = await tx
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), eq(apiKeys.teamId, ctx.team)))
    .for("update");
  if (row === undefined) throw new ApiError("not_found", `There is no API key ${id} in this team.`);
  return row;
}
