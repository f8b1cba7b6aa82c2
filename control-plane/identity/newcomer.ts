import { ApiError } from "#lib/api/api-error.ts";
import type { Person, System } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { createAccount } from "./create-account.ts";
import { hashPassword } from "./password.ts";

/** Someone about to get a place in a team: signed in already, or about to get an account inside the transaction. */
export type Newcomer = { email: string; become(tx: Queries): Promise<Person> };

/**
 * Who the newcomer is. Hashes the password, which takes a while, so call it outside a transaction and only after the
 * link was found to hold.
 * @throws ApiError invalid_request, unauthenticated, rate_limit_exceeded
 */
export async function meetNewcomer(
  system: System,
  given: { email?: string | undefined; password?: string | undefined },
  signedIn: Person | null,
): Promise<Newcomer> {
  if (signedIn !== null) return { email: signedIn.email, become: async () => signedIn };
  if (system.config.supabase !== undefined)
    throw new ApiError("unauthenticated", "This takes a signed-in person.", {
      suggestedAction: "Sign in first, then open the link again.",
    });
  const { email, password } = given;
  if (email === undefined || password === undefined)
    throw new ApiError("invalid_request", "email and password: both are needed to make an account.");
  const passwordHash = await hashPassword(password);
  return { email, become: (tx) => createAccount(tx, email, passwordHash) };
}
