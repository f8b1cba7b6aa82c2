import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { TeamId } from "#lib/api/ids.ts";
import { type ApiKeyCaller, type Caller, type Context, createContext, type Person, type System } from "../context.ts";
import { apiKeys, sessions } from "../db/schema.ts";
import { roleOfScope } from "./authorize.ts";
import { findMembership } from "./find-membership.ts";

const over = () => new ApiError("unauthorized", "The right to this has ended: sign in again, or use another key.");

async function recheckKey(system: System, { keyId }: ApiKeyCaller): Promise<ApiKeyCaller> {
  const [row] = await system.database.queries
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.id, keyId),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
      ),
    );
  if (row === undefined) throw over();
  return { kind: "api_key", keyId, name: row.name, scope: row.scope };
}

/** The embedded service's sessions are known here; Supabase cannot be asked without the person's token. */
async function recheckSession(system: System, { sessionId }: Person): Promise<void> {
  if (system.config.supabase !== undefined) return;
  const [row] = await system.database.queries
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt), gt(sessions.expiresAt, sql`now()`)));
  if (row === undefined) throw over();
}

/**
 * Who a caller is now that was known before, for what goes on without its credential.
 * @throws ApiError unauthorized, forbidden when the key, the session or the membership has ended
 */
export async function recheckCaller(system: System, caller: Caller, team: TeamId, requestId: string): Promise<Context> {
  switch (caller.kind) {
    case "api_key": {
      const now = await recheckKey(system, caller);
      return createContext(system, { caller: now, team, role: roleOfScope(now.scope), requestId });
    }
    case "user": {
      await recheckSession(system, caller);
      const membership = await findMembership(system, caller, team);
      if (membership === null) throw new ApiError("forbidden", `${caller.email} is no member of this team any more.`);
      return createContext(system, { caller, team, role: membership.role, requestId });
    }
    case "system":
      throw over();
  }
}
