import { sql } from "drizzle-orm";
import { inject } from "vitest";
import type { System } from "../context.ts";
import { openPostgres } from "../db/open-postgres.ts";

/**
 * A second control plane on the same state: on Postgres with connections of its own. The embedded database takes one process,
 * so there it is the same system again.
 */
export async function openReplica(system: System): Promise<{ system: System; close: () => Promise<void> }> {
  const given = inject("database");
  if (given.kind !== "postgres") return { system: { ...system }, close: async () => {} };
  const [row] = await system.database.queries
    .select({ name: sql<string>`current_database()` })
    .from(sql`(select 1) as one`);
  const database = await openPostgres(`${given.url}/${row?.name}`);
  return { system: { ...system, database }, close: () => database.close() };
}
