import { randomBytes } from "node:crypto";
import type { Person, System } from "../context.ts";
import { createAccount } from "../identity/create-account.ts";
import { hashPassword } from "../identity/password.ts";

export const TEST_PASSWORD = "correct horse battery staple";

/** An account of the embedded service with `TEST_PASSWORD`, in no team. */
export async function createTestAccount(system: System): Promise<Person> {
  const email = `p-${randomBytes(6).toString("hex")}@example.com`;
  return createAccount(system.database.queries, email, await hashPassword(TEST_PASSWORD));
}
