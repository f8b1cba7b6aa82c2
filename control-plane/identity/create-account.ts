import { ApiError } from "#lib/api/api-error.ts";
import type { Person } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { accounts } from "../db/schema.ts";

/**
 * Adds an account of the embedded service.
 * @param email normalised
 * @throws ApiError conflict when the email has one
 */
export async function createAccount(tx: Queries, email: string, passwordHash: string): Promise<Person> {
  const [row] = await tx
    .insert(accounts)
    .values({ email, passwordHash })
    .onConflictDoNothing({ target: accounts.email })
    .returning({ id: accounts.id });
  if (row === undefined)
    throw new ApiError("conflict", `There is an account for ${email} already.`, {
      suggestedAction: "Sign in with it and open the link again.",
      details: { email },
    });
  return { kind: "user", userId: row.id, email, sessionId: NO_SESSION };
}

/** Nobody's session: the new person signs in afterwards. */
const NO_SESSION = "00000000-0000-0000-0000-000000000000";
