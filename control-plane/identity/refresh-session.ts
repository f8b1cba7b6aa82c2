import { createHmac } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { UserId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { refreshTokens, sessions } from "../db/schema.ts";
import { AuthError } from "./auth-error.ts";
import { hashSecret } from "./secret.ts";
import { SESSION_LIFETIME, type Session } from "./start-session.ts";

/** Seconds in which a used token may come again: two tabs that refresh at once, a reply that was lost. */
const GRACE_SECONDS = 10;

/**
 * The token that replaces this one. It is derived, so that a repeat within the grace answers the very same successor
 * without any token being stored.
 */
const successorOf = (system: System, token: string): string =>
  createHmac("sha256", system.installation.grantKey).update(`refresh-token:${token}`).digest("base64url");

type TokenRow = { sessionId: string; used: boolean; inGrace: boolean };

async function findToken(tx: Queries, token: string): Promise<TokenRow | undefined> {
  const [row] = await tx
    .select({
      sessionId: refreshTokens.sessionId,
      used: sql<boolean>`${refreshTokens.usedAt} is not null`,
      inGrace: sql<boolean>`coalesce(clock_timestamp() - ${refreshTokens.usedAt} < make_interval(secs => ${GRACE_SECONDS}), false)`,
    })
    .from(refreshTokens)
    .where(eq(refreshTokens.tokenHash, hashSecret(token)));
  return row;
}

/** Marks the token used and writes its successor. */
async function rotate(tx: Queries, system: System, token: string, sessionId: string): Promise<string> {
  const next = successorOf(system, token);
  await tx
    .update(refreshTokens)
    .set({ usedAt: sql`clock_timestamp()` })
    .where(eq(refreshTokens.tokenHash, hashSecret(token)));
  await tx.insert(refreshTokens).values({ tokenHash: hashSecret(next), sessionId });
  return next;
}

/** The newest token of the chain that begins with a used one. */
async function newestAfter(tx: Queries, system: System, token: string): Promise<string> {
  let newest = successorOf(system, token);
  while ((await findToken(tx, newest))?.used === true) newest = successorOf(system, newest);
  return newest;
}

type Refreshed = Session & { account: UserId };

/**
 * Exchanges a refresh token for the next one. A used token that comes back later than the grace means that two hold it:
 * the whole session is revoked, whoever asked.
 * @throws AuthError refresh_token_not_found, refresh_token_already_used
 */
export async function refreshSession(system: System, token: string): Promise<Refreshed> {
  const outcome = await system.database.queries.transaction(async (tx): Promise<Refreshed | "stolen" | null> => {
    const known = await findToken(tx, token);
    if (known === undefined) return null;
    const [session] = await tx
      .select({ id: sessions.id, account: sessions.accountId, startedAt: sessions.createdAt })
      .from(sessions)
      .where(and(eq(sessions.id, known.sessionId), isNull(sessions.revokedAt), sql`${sessions.expiresAt} > now()`))
      .for("update");
    if (session === undefined) return null;
    // Read again under the session's lock: another refresh may have used it in between.
    const given = await findToken(tx, token);
    if (given === undefined) return null;
    if (given.used && !given.inGrace) {
      await tx.update(sessions).set({ revokedAt: sql`now()` }).where(eq(sessions.id, session.id));
      return "stolen";
    }
    const refreshToken = given.used
      ? await newestAfter(tx, system, token)
      : await rotate(tx, system, token, session.id);
    await tx
      .update(sessions)
      .set({ refreshedAt: sql`now()`, expiresAt: sql`now() + ${SESSION_LIFETIME}` })
      .where(eq(sessions.id, session.id));
    return { ...session, refreshToken };
  });
  if (outcome === null)
    throw new AuthError(400, "refresh_token_not_found", "Invalid Refresh Token: it is unknown or its session is over.");
  // Thrown after the commit: the revocation must stay.
  if (outcome === "stolen")
    throw new AuthError(400, "refresh_token_already_used", "Invalid Refresh Token: it was used before.");
  return outcome;
}
