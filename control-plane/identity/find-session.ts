import { and, eq, isNull, sql } from "drizzle-orm";
import type { Person, System } from "../context.ts";
import { accounts, sessions } from "../db/schema.ts";
import type { TokenClaims } from "./token-claims.ts";

/** The person of a session of the embedded service that is neither revoked nor over; null when there is none. */
export async function findSession(system: System, claims: TokenClaims): Promise<Person | null> {
  const [row] = await system.database.queries
    .select({ email: accounts.email })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(
      and(
        eq(sessions.id, claims.session_id),
        eq(sessions.accountId, claims.sub),
        isNull(sessions.revokedAt),
        sql`${sessions.expiresAt} > now()`,
      ),
    );
  return row === undefined
    ? null
    : { kind: "user", userId: claims.sub, email: row.email, sessionId: claims.session_id };
}
