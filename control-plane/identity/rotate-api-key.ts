import { and, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { ApiKey } from "#lib/api/identity.ts";
import type { ApiKeyId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { apiKeys } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { makeApiKey } from "./api-key.ts";
import { authorize } from "./authorize.ts";
import { insertApiKey } from "./insert-api-key.ts";
import { lockApiKey } from "./lock-api-key.ts";
import { type ApiKeyRow, toApiKey } from "./to-api-key.ts";

/** How long the old key holds beside the new one, in milliseconds. */
const OVERLAP_MS = 24 * 60 * 60_000;

function refuseUnless(holds: ApiKeyRow, replaced: boolean, now: number): void {
  if (holds.revokedAt !== null || (holds.expiresAt !== null && holds.expiresAt.getTime() <= now))
    throw new ApiError("conflict", `The key ${holds.prefix}… does not hold any more.`, {
      suggestedAction: "Create a new key.",
    });
  if (replaced)
    throw new ApiError("conflict", `The key ${holds.prefix}… was rotated already.`, {
      suggestedAction: "Rotate the key that replaced it.",
    });
}

/**
 * Makes a new key with the name, scope and lifetime of this one, which holds for 24 hours more (or until its own expiry,
 * when that is sooner). Both stand in the list: the old one with its end, the new one naming its parent.
 * @throws ApiError forbidden, not_found, conflict when it does not hold any more or was rotated before
 */
export async function rotateApiKey(ctx: Context, id: ApiKeyId): Promise<ApiKey> {
  authorize(ctx, "keys:write");
  const key = makeApiKey();
  return ctx.transaction(async (tx) => {
    const old = await lockApiKey(tx, ctx, id);
    const now = Date.now();
    const [successor] = await tx
      .select({ id: apiKeys.id })
      .from(apiKeys)
      .where(and(eq(apiKeys.teamId, ctx.team), eq(apiKeys.rotationParentId, id)));
    refuseUnless(old, successor !== undefined, now);
    const lifetime = old.expiresAt === null ? null : old.expiresAt.getTime() - old.createdAt.getTime();
    const row = await insertApiKey(tx, ctx, key, {
      name: old.name,
      scope: old.scope,
      expiresAt: lifetime === null ? null : new Date(now + lifetime),
      rotationParentId: id,
    });
    const end = Math.min(now + OVERLAP_MS, old.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
    await tx
      .update(apiKeys)
      .set({ expiresAt: new Date(end) })
      .where(and(eq(apiKeys.id, id), eq(apiKeys.teamId, ctx.team)));
    await appendEvents(tx, ctx, [{ type: "key.created", data: { name: row.name, prefix: row.prefix } }]);
    return toApiKey(row, key);
  });
}
