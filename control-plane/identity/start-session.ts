import { and, eq, lt, or, sql } from "drizzle-orm";
import type { UserId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { refreshTokens, sessions } from "../db/schema.ts";
import { hashSecret, makeSecret } from "./secret.ts";

/** How long a session lives after its last refresh. */
export const SESSION_LIFETIME = sql`interval '30 days'`;

export type Session = { id: string; startedAt: Date; refreshToken: string };

/** Opens a session for someone who gave the right password. Sessions of theirs that are over go. */
export async function startSession(system: System, account: UserId): Promise<Session> {
  const refreshToken = makeSecret();
  return system.database.queries.transaction(async (tx) => {
    const over = or(lt(sessions.expiresAt, sql`now()`), lt(sessions.revokedAt, sql`now() - interval '1 day'`));
    await tx.delete(sessions).where(and(eq(sessions.accountId, account), over));
    const [session] = await tx
      .insert(sessions)
      .values({ accountId: account, expiresAt: sql`now() + ${SESSION_LIFETIME}` })
      .returning({ id: sessions.id, startedAt: sessions.createdAt });
    if (session === undefined) throw new Error("the new session returned no row");
    await tx.insert(refreshTokens).values({ tokenHash: hashSecret(refreshToken), sessionId: session.id });
    return { ...session, refreshToken };
  });
}
