import { sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { terminalTokens } from "../db/schema.ts";

/** Removes what nobody can use any more. */
export async function forgetExpiredTerminalTokens(system: System): Promise<void> {
  await system.database.queries.delete(terminalTokens).where(sql`${terminalTokens.expiresAt} < now()`);
}
