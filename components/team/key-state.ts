import type { ApiKey } from "#lib/api/identity.ts";

export type KeyState = "active" | "expired" | "revoked";

/** @param now milliseconds since the epoch */
export function keyState(key: Pick<ApiKey, "revoked_at" | "expires_at">, now: number): KeyState {
  if (key.revoked_at !== null) return "revoked";
  return key.expires_at !== null && Date.parse(key.expires_at) <= now ? "expired" : "active";
}
