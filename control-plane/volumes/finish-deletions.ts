import { sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { volumes } from "../db/schema.ts";
import { finishDeletion } from "./finish-deletion.ts";

/** How long a volume that is marked may still be in the making or in the hands of another replica, in seconds. */
const GRACE_S = 600;

/**
 * Clears away the volumes whose deletion or making was interrupted.
 * @param options.alone no other process uses this database, so that whatever is marked was left behind
 */
export async function finishDeletions(system: System, options: { alone: boolean }): Promise<void> {
  const left = await system.database.queries
    .select({ id: volumes.id })
    .from(volumes)
    .where(sql`${volumes.deletedAt} < now() - make_interval(secs => ${options.alone ? 0 : GRACE_S})`);
  for (const { id } of left)
    await finishDeletion(system, id).catch((error: unknown) =>
      system.log.warn(
        { err: error, volume_id: id },
        "the bytes of a deleted volume are still there; tried again later",
      ),
    );
}
