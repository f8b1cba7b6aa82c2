import { eq, sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { accounts } from "../db/schema.ts";
import { AuthError } from "./auth-error.ts";
import type { Account } from "./find-account.ts";
import { verifyPassword } from "./password.ts";
import { countAttempt, forgetAttempt } from "./sign-in-limits.ts";
import { type Session, startSession } from "./start-session.ts";

/**
 * Opens a session for an email and its password.
 * @param credentials.email normalised
 * @param address the client's, for the limit
 * @throws AuthError invalid_credentials, the same for a wrong password and an unknown email; over_request_rate_limit
 */
export async function signIn(
  system: System,
  credentials: { email: string; password: string },
  address: string,
): Promise<{ session: Session; account: Account }> {
  const { queries } = system.database;
  const attempt = await countAttempt(system, credentials.email, address);
  const [account] = await queries.select().from(accounts).where(eq(accounts.email, credentials.email));
  const right = await verifyPassword(account?.passwordHash ?? null, credentials.password);
  if (account === undefined || !right) throw new AuthError(400, "invalid_credentials", "Invalid login credentials");
  await forgetAttempt(system, attempt);
  const session = await startSession(system, account.id);
  await queries.update(accounts).set({ lastSignInAt: sql`now()` }).where(eq(accounts.id, account.id));
  return { session, account: { ...account, lastSignInAt: session.startedAt } };
}
