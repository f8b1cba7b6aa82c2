import type { ApiKeyId, UserId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";

/** Who an upload belongs to, as far as finding it again goes. The system begins none. */
export function creatorOf({ caller }: Context): UserId | ApiKeyId | null {
  if (caller.kind === "user") return caller.userId;
  return caller.kind === "api_key" ? caller.keyId : null;
}
