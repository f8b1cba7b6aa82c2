import { timingSafeEqual } from "node:crypto";
import { eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { TeamId } from "#lib/api/ids.ts";
import type { ApiKeyCaller, System } from "../context.ts";
import { apiKeys } from "../db/schema.ts";
import { hashApiKey, isApiKey } from "./api-key.ts";

/** How stale `last_used_at` may be, in milliseconds: a busy key must not cost a write a call. */
const LAST_USED_STEP_MS = 60_000;

/**
 * Who a presented key is.
 * @throws ApiError unauthorized when it is unknown, revoked or expired: the same answer for what never was
 */
export async function findApiKey(system: System, key: string): Promise<{ caller: ApiKeyCaller; team: TeamId }> {
  const { queries } = system.database;
  const hash = hashApiKey(key);
  const [row] = isApiKey(key) ? await queries.select().from(apiKeys).where(eq(apiKeys.keyHash, hash)) : [];
  // The index found it by a hash that the caller cannot steer; the comparison that decides takes constant time.
  if (row === undefined || !timingSafeEqual(row.keyHash, hash))
    throw new ApiError("unauthorized", "This API key is not known here.", {
      suggestedAction: "Check that the key belongs to this installation and was copied whole.",
    });
  const now = Date.now();
  if (row.revokedAt !== null)
    throw new ApiError("unauthorized", `The API key ${row.prefix}… was revoked.`, { suggestedAction: "Use another." });
  if (row.expiresAt !== null && row.expiresAt.getTime() <= now)
    throw new ApiError("unauthorized", `The API key ${row.prefix}… has expired.`, {
      suggestedAction: "Use a new one.",
    });
  if (row.lastUsedAt === null || now - row.lastUsedAt.getTime() > LAST_USED_STEP_MS)
    await queries
      .update(apiKeys)
      .set({ lastUsedAt: new Date(now) })
      .where(eq(apiKeys.id, row.id));
  return { caller: { kind: "api_key", keyId: row.id, name: row.name, scope: row.scope }, team: row.teamId };
}
