import { and, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { sandboxes, snapshots } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";

/** Marks those that nobody will ever finish or use: their sandbox was destroyed in the middle. */
async function forgetUnfinished(system: System): Promise<void> {
  const inUse = sql`exists (select from ${sandboxes} as users where users.operation_snapshot_id = ${snapshots.id}
    or (users.snapshot_id = ${snapshots.id} and users.status = 'creating'))`;
  await system.database.queries
    .update(snapshots)
    .set({ deletedAt: sql`clock_timestamp()` })
    .where(
      and(isNull(snapshots.deletedAt), or(isNull(snapshots.readyAt), eq(snapshots.purpose, "fork")), sql`not ${inUse}`),
    );
}

/** Removes the files and then the rows of this machine's snapshots that are deleted or were never finished. Safe to repeat. */
export async function dropDeletedSnapshots(system: System): Promise<void> {
  const { queries } = system.database;
  await forgetUnfinished(system);
  const left = await queries
    .select({ id: snapshots.id })
    .from(snapshots)
    .where(and(isNotNull(snapshots.deletedAt), eq(snapshots.host, thisHost())));
  for (const { id } of left) {
    await system.runtime.dropSaved(id);
    await queries.delete(snapshots).where(eq(snapshots.id, id));
  }
}
