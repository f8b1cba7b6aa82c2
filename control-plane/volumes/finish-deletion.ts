import { and, eq, isNotNull } from "drizzle-orm";
import type { VolumeId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { volumes } from "../db/schema.ts";

/**
 * Removes the bytes and then the row of a volume that is marked as deleted; nothing happens to one that is not. Safe to
 * repeat: whatever a crash leaves of it is still marked.
 */
export async function finishDeletion(system: System, id: VolumeId): Promise<void> {
  const { queries } = system.database;
  const marked = and(eq(volumes.id, id), isNotNull(volumes.deletedAt));
  const [row] = await queries.select({ id: volumes.id }).from(volumes).where(marked);
  if (row === undefined) return;
  await system.store.remove(id);
  await queries.delete(volumes).where(marked);
}
