import type { ApiKey } from "#lib/api/identity.ts";
import type { apiKeys } from "../db/schema.ts";

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** What people see of a key. @param key the whole key, only where it was just made */
export const toApiKey = (row: ApiKeyRow, key?: string): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scope: row.scope,
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt?.toISOString() ?? null,
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
  revoked_at: row.revokedAt?.toISOString() ?? null,
  rotation_parent_key_id: row.rotationParentId,
  ...(key === undefined ? {} : { key }),
});
