import { lt, sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { downloadSelections, spentGrants } from "../db/schema.ts";

/** Removes what was kept for grants that nobody can use any more. Run it now and then. */
export async function forgetExpiredGrants(system: System): Promise<void> {
  const { queries } = system.database;
  await queries.delete(spentGrants).where(lt(spentGrants.expiresAt, sql`now()`));
  await queries.delete(downloadSelections).where(lt(downloadSelections.expiresAt, sql`now()`));
}
