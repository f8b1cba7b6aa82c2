import { eq } from "drizzle-orm";
import type { UserId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { accounts } from "../db/schema.ts";
import { AuthError } from "./auth-error.ts";

export type Account = typeof accounts.$inferSelect;

/** The account of the embedded service. @throws AuthError user_not_found */
export async function findAccount(system: System, id: UserId): Promise<Account> {
  const [account] = await system.database.queries.select().from(accounts).where(eq(accounts.id, id));
  if (account === undefined) throw new AuthError(403, "user_not_found", "This account is gone.");
  return account;
}
