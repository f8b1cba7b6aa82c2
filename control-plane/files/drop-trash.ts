import { and, eq, inArray } from "drizzle-orm";
import type { Context } from "../context.ts";
import { trashEntries } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { isErrno } from "../storage/descriptors.ts";
import { moveEntry } from "../storage/move-entry.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { measureTree, removeTree } from "../storage/tree-jobs.ts";
import { changeUsage } from "../volumes/change-usage.ts";
import { lockVolume } from "../volumes/find-volume.ts";

type TrashRow = typeof trashEntries.$inferSelect;

/** Entries in one transaction. */
const AT_ONCE = 500;

/** Takes an entry out of the trash for good; false when another call was faster. */
function leaveTrash(root: VolumeRoot, id: string): boolean {
  try {
    moveEntry({ fd: root.trash, name: id }, { fd: root.staging, name: id });
    return true;
  } catch (error) {
    if (isErrno(error, "ENOENT")) return false;
    throw error;
  }
}

/**
 * Removes trash entries for good. They leave the volume, its usage and the database at once; their bytes are walked away
 * after that, before this returns.
 * @returns how many went, and the bytes that are free now
 */
export async function dropTrash(
  ctx: Context,
  root: VolumeRoot,
  entries: readonly TrashRow[],
): Promise<{ count: number; freed_bytes: number }> {
  const dropped = { count: 0, freed_bytes: 0 };
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    const { count, freed_bytes } = await dropSome(ctx, root, entries.slice(start, start + AT_ONCE));
    dropped.count += count;
    dropped.freed_bytes += freed_bytes;
  }
  return dropped;
}

async function dropSome(
  ctx: Context,
  root: VolumeRoot,
  entries: readonly TrashRow[],
): Promise<{ count: number; freed_bytes: number }> {
  const sizes = new Map<string, { usedBytes: number; inodeCount: number }>();
  for (const { id } of entries) sizes.set(id, (await measureTree(root.trash, Buffer.from(id))).exclusive);

  const dropped = await ctx.transaction(async (tx) => {
    const volume = await lockVolume(tx, ctx, root.volumeId);
    const ids = entries.map(({ id }) => id);
    const rows = await tx
      .delete(trashEntries)
      .where(
        and(inArray(trashEntries.id, ids), eq(trashEntries.volumeId, root.volumeId), eq(trashEntries.teamId, ctx.team)),
      )
      .returning();
    const change = { usedBytes: 0, inodeCount: 0, trashBytes: 0 };
    for (const row of rows) {
      change.trashBytes -= row.usedBytes;
      if (!leaveTrash(root, row.id)) continue;
      const size = sizes.get(row.id);
      change.usedBytes -= size?.usedBytes ?? 0;
      change.inodeCount -= size?.inodeCount ?? 0;
    }
    if (rows.length === 0) return { rows, freed: 0 };
    const usage = await changeUsage(tx, volume, change);
    const freed = -change.usedBytes;
    await appendEvents(tx, ctx, [
      { type: "trash.emptied", volume_id: root.volumeId, data: { count: rows.length, freed_bytes: freed, usage } },
    ]);
    return { rows, freed };
  });
  for (const { id } of dropped.rows) await removeTree(root.staging, id);
  return { count: dropped.rows.length, freed_bytes: dropped.freed };
}
