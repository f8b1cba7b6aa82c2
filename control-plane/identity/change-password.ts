import { eq, sql } from "drizzle-orm";
import { Password } from "#lib/api/identity.ts";
import { MIN_PASSWORD_LENGTH } from "#lib/api/limits.ts";
import type { Person, System } from "../context.ts";
import { accounts } from "../db/schema.ts";
import { AuthError } from "./auth-error.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { revokeSessions } from "./revoke-sessions.ts";
import { countAttempt, forgetAttempt } from "./sign-in-limits.ts";

/**
 * Sets a new password for someone who knows the present one, and ends their other sessions.
 * @throws AuthError current_password_required, current_password_invalid, weak_password, same_password,
 *   over_request_rate_limit
 */
export async function changePassword(
  system: System,
  person: Person,
  input: { password: string; currentPassword: string | undefined },
  address: string,
): Promise<void> {
  const { queries } = system.database;
  if (input.currentPassword === undefined)
    throw new AuthError(400, "current_password_required", "Give the current password too.");
  if (!Password.safeParse(input.password).success)
    throw new AuthError(422, "weak_password", `The password must have ${MIN_PASSWORD_LENGTH} to 256 characters.`, {
      reasons: ["length"],
    });
  const attempt = await countAttempt(system, person.email, address);
  const [account] = await queries.select().from(accounts).where(eq(accounts.id, person.userId));
  if (!(await verifyPassword(account?.passwordHash ?? null, input.currentPassword)))
    throw new AuthError(400, "current_password_invalid", "The current password is not right.");
  await forgetAttempt(system, attempt);
  if (input.password === input.currentPassword)
    throw new AuthError(422, "same_password", "The new password must differ from the current one.");
  const passwordHash = await hashPassword(input.password);
  await queries.update(accounts).set({ passwordHash, updatedAt: sql`now()` }).where(eq(accounts.id, person.userId));
  await revokeSessions(system, person, "others");
}
