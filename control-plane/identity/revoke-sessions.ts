import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { Person, System } from "../context.ts";
import { sessions } from "../db/schema.ts";

/** Which of a person's sessions: this one, all, or all but this one. */
export type SessionScope = "local" | "global" | "others";

/** Ends sessions at once: neither their access tokens nor their refresh tokens hold after it. */
export async function revokeSessions(system: System, person: Person, scope: SessionScope): Promise<void> {
  const which = {
    local: eq(sessions.id, person.sessionId),
    global: undefined,
    others: ne(sessions.id, person.sessionId),
  }[scope];
  await system.database.queries
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.accountId, person.userId), isNull(sessions.revokedAt), which));
}
