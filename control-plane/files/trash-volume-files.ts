import { and, eq, inArray } from "drizzle-orm";
import type { NewEvent } from "#lib/api/events.ts";
import type { BulkResult } from "#lib/api/files.ts";
import type { TrashId, VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { trashEntries } from "../db/schema.ts";
import { appendEvents, nameOfCaller } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { newId } from "../new-id.ts";
import { createBreather } from "../storage/breather.ts";
import { moveEntry } from "../storage/move-entry.ts";
import { rootRefused, withEntry } from "../storage/resolve-path.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { changeUsage } from "../volumes/change-usage.ts";
import { lockVolume } from "../volumes/find-volume.ts";
import { type Bulk, createBulk } from "./bulk.ts";

import { typeOf } from "./describe-file.ts";
import { measureEntry } from "./measure-entry.ts";
import { withVolume } from "./with-volume.ts";

type NewRow = typeof trashEntries.$inferInsert;

/** Measures what is to go and makes its row; what is not there is refused. */
async function plan(ctx: Context, root: VolumeRoot, paths: readonly VolumePath[], bulk: Bulk): Promise<NewRow[]> {
  const rows: NewRow[] = [];
  for (const path of paths) {
    try {
      const row = await withEntry(root, path, { follow: false }, async (entry): Promise<NewRow> => {
        const { total } = await measureEntry(entry);
        return {
          id: newId("trash"),
          teamId: ctx.team,
          volumeId: root.volumeId,
          path,
          type: typeOf(entry.stat),
          ...total,
          trashedBy: nameOfCaller(ctx.caller),
        };
      });
      rows.push(row);
    } catch (error) {
      bulk.refuse(path, error);
    }
  }
  return rows;
}

function moveToTrash(root: VolumeRoot, path: VolumePath, id: TrashId): void {
  withEntry(root, path, { follow: false }, ({ parent }) => {
    if (parent === null) throw rootRefused();
    moveEntry(parent, { fd: root.trash, name: id });
  });
}

/**
 * Moves files and directories to the trash, from where `restoreTrash` brings them back; they still count against the cap.
 * A path that cannot go is told in `failed` and the others go on.
 * @throws ApiError forbidden, volume_not_found
 */
export async function trashVolumeFiles(
  ctx: Context,
  volumeId: VolumeId,
  paths: readonly VolumePath[],
): Promise<BulkResult> {
  authorize(ctx, "files:write");
  return withVolume(ctx, volumeId, async (root) => {
    const bulk = createBulk(ctx);
    const rows = await plan(ctx, root, paths, bulk);
    if (rows.length === 0) return bulk.result();
    // Committed before anything moves: a crash in between leaves a row without bytes, which the start clears, and never
    // bytes of which nobody knows where they were.
    await ctx.transaction((tx) => tx.insert(trashEntries).values(rows));
    const breathe = createBreather();
    await ctx.transaction(async (tx) => {
      const volume = await lockVolume(tx, ctx, volumeId);
      let trashBytes = 0;
      for (const { id, path, usedBytes } of rows) {
        await bulk.attempt(path, () => {
          moveToTrash(root, path, id);
          trashBytes += usedBytes;
          return { path, to: null, trash_id: id };
        });
        await breathe();
      }
      const gone = new Set(bulk.succeeded.map(({ trash_id }) => trash_id));
      const unused = rows.flatMap(({ id }) => (gone.has(id) ? [] : [id]));
      if (unused.length > 0)
        await tx.delete(trashEntries).where(and(inArray(trashEntries.id, unused), eq(trashEntries.teamId, ctx.team)));
      if (gone.size === 0) return;
      const usage = await changeUsage(tx, volume, { usedBytes: 0, inodeCount: 0, trashBytes });
      const happened = bulk.succeeded.flatMap(({ path, trash_id }): NewEvent[] =>
        trash_id === null ? [] : [{ type: "file.trashed", volume_id: volumeId, data: { path, trash_id, usage } }],
      );
      await appendEvents(tx, ctx, happened);
    });
    return bulk.result();
  });
}
