import { ApiError } from "#lib/api/api-error.ts";
import type { ApiKey, CreateApiKeyInput } from "#lib/api/identity.ts";
import type { Context } from "../context.ts";
import { appendEvents } from "../events/append-event.ts";
import { makeApiKey } from "./api-key.ts";
import { authorize } from "./authorize.ts";
import { insertApiKey } from "./insert-api-key.ts";
import { toApiKey } from "./to-api-key.ts";

/**
 * Makes an API key of the team. The answer carries the whole key, this once.
 * @throws ApiError forbidden (an API key may not make others), invalid_request
 */
export async function createApiKey(ctx: Context, input: CreateApiKeyInput): Promise<ApiKey> {
  authorize(ctx, "keys:write");
  const expiresAt = input.expires_at === null ? null : new Date(input.expires_at);
  if (expiresAt !== null && expiresAt.getTime() <= Date.now())
    throw new ApiError("invalid_request", "expires_at: must be in the future.");
  const key = makeApiKey();
  return ctx.transaction(async (tx) => {
    const row = await insertApiKey(tx, ctx, key, { name: input.name, scope: input.scope, expiresAt });
    await appendEvents(tx, ctx, [{ type: "key.created", data: { name: row.name, prefix: row.prefix } }]);
    return toApiKey(row, key);
  });
}
