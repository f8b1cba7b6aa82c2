import { setTimeout as wait } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import { inject } from "vitest";
import type { System } from "../context.ts";

/**
 * Runs the acts so that they truly meet: `hold` locks what all of them need, and lets go when all wait for it. PGlite has
 * one connection, where transactions come one after the other anyway.
 * @param hold a statement that takes the lock, such as `select … for update`
 */
export async function allAtOnce<T>(
  system: System,
  hold: SQL,
  acts: readonly (() => Promise<T>)[],
): Promise<PromiseSettledResult<T>[]> {
  const start = () => Promise.allSettled(acts.map((act) => act()));
  if (inject("database").kind === "pglite") return start();
  const held = await system.database.queries.transaction(async (tx) => {
    await tx.execute(hold);
    const results = start();
    for (let waiting = 0; waiting < acts.length; await wait(5)) {
      // From outside: a transaction would see the same snapshot of the activity again and again.
      const [row] = await system.database.queries
        .select({ count: sql<number>`count(*)`.mapWith(Number) })
        .from(sql`pg_stat_activity`)
        .where(sql`datname = current_database() and wait_event_type = 'Lock'`);
      waiting = row?.count ?? 0;
    }
    // Wrapped, since returning the promise itself would wait for it before the lock is let go.
    return { results };
  });
  return held.results;
}
