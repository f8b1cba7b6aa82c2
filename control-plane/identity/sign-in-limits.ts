import { and, asc, eq, gt, lt, sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { signInAttempts } from "../db/schema.ts";
import { AuthError } from "./auth-error.ts";
import { hashSecret } from "./secret.ts";

const WINDOW_MS = 15 * 60_000;
const PER_ACCOUNT = 10;
const PER_ADDRESS = 50;

type Attempt = { subjects: { subject: string; limit: number }[]; at: Date };

/**
 * Counts an attempt to give a password before it is checked, so that many at once cannot outrun the limit. Take it back
 * with `forgetAttempt` when the password was right.
 * @param email normalised; it is stored hashed, since people type passwords there
 * @param address the client's, as far as proxies are trusted
 * @throws AuthError over_request_rate_limit with the seconds until the oldest attempt is forgotten
 */
export async function countAttempt(system: System, email: string, address: string): Promise<Attempt> {
  const { queries } = system.database;
  const now = new Date();
  const since = new Date(now.getTime() - WINDOW_MS);
  const account = Buffer.from(hashSecret(email)).toString("hex");
  const subjects = [
    { subject: `account:${account}`, limit: PER_ACCOUNT },
    { subject: `address:${address}`, limit: PER_ADDRESS },
  ];
  await queries.delete(signInAttempts).where(lt(signInAttempts.at, since));
  await queries.transaction(async (tx) => {
    for (const { subject, limit } of subjects) {
      // Two classes of locks, always in this order.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${subject}, 0))`);
      const recent = await tx
        .select({ at: signInAttempts.at })
        .from(signInAttempts)
        .where(and(eq(signInAttempts.subject, subject), gt(signInAttempts.at, since)))
        .orderBy(asc(signInAttempts.at))
        .limit(limit);
      const oldest = recent[0];
      if (oldest !== undefined && recent.length >= limit)
        throw new AuthError(429, "over_request_rate_limit", "Too many sign-ins. Wait before you try again.", {
          retryAfter: Math.max(1, Math.ceil((oldest.at.getTime() + WINDOW_MS - now.getTime()) / 1000)),
        });
    }
    await tx.insert(signInAttempts).values(subjects.map(({ subject }) => ({ subject, at: now })));
  });
  return { subjects, at: now };
}

/** The password was right: the account's count starts anew, and the address is only freed of this attempt. */
export async function forgetAttempt(system: System, { subjects, at }: Attempt): Promise<void> {
  const [account, address] = subjects;
  const { queries } = system.database;
  if (account !== undefined) await queries.delete(signInAttempts).where(eq(signInAttempts.subject, account.subject));
  if (address !== undefined)
    await queries
      .delete(signInAttempts)
      .where(and(eq(signInAttempts.subject, address.subject), eq(signInAttempts.at, at)));
}
