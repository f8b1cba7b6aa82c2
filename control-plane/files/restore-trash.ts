import { and, eq, inArray } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { NewEvent } from "#lib/api/events.ts";
import type { BulkResult, RestoreTrashInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, nameFromBytes, parentOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { trashEntries } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { createBreather } from "../storage/breather.ts";
import { makeDirectories, missingDirectories } from "../storage/make-directories.ts";
import { withParent } from "../storage/resolve-path.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { changeUsage } from "../volumes/change-usage.ts";
import { lockVolume } from "../volumes/find-volume.ts";
import { createBulk } from "./bulk.ts";
import { clearReplaced } from "./clear-replaced.ts";
import { type Relocated, relocate } from "./relocate.ts";
import { withVolume } from "./with-volume.ts";

type TrashRow = typeof trashEntries.$inferSelect;
type Restored = Relocated & { to: VolumePath; made: VolumePath[] };

/** Puts one entry back where it was, making the directories that are gone since. */
function restoreOne(root: VolumeRoot, row: TrashRow, conflict: RestoreTrashInput["conflict"]): Restored {
  const parent = parentOf(row.path);
  const made = missingDirectories(root, parent);
  const directoryBytes = makeDirectories(root, made);
  const moved = withParent(root, row.path, (to) => relocate(root, { fd: root.trash, name: row.id }, to, conflict));
  return {
    ...moved,
    usedBytes: moved.usedBytes + directoryBytes,
    inodeCount: moved.inodeCount + made.length,
    to: childOf(parent, nameFromBytes(moved.name)),
    made,
  };
}

const gone = (id: string) =>
  new ApiError("file_not_found", `There is no ${id} in the trash any more.`, { details: { trash_id: id } });

/**
 * Brings entries back from the trash to where they were. One that cannot come back is told in `failed`, stays in the trash,
 * and the others go on.
 * @throws ApiError forbidden, volume_not_found
 */
export async function restoreTrash(ctx: Context, volumeId: VolumeId, input: RestoreTrashInput): Promise<BulkResult> {
  authorize(ctx, "files:write");
  return withVolume(ctx, volumeId, async (root) => {
    const bulk = createBulk(ctx);
    const replaced: string[] = [];
    const breathe = createBreather();
    await ctx.transaction(async (tx) => {
      const volume = await lockVolume(tx, ctx, volumeId);
      const these = and(
        inArray(trashEntries.id, input.ids),
        eq(trashEntries.volumeId, volumeId),
        eq(trashEntries.teamId, ctx.team),
      );
      const rows = new Map((await tx.select().from(trashEntries).where(these)).map((row) => [row.id, row]));
      const change = { usedBytes: 0, inodeCount: 0, trashBytes: 0 };
      const happened: NewEvent[] = [];
      for (const id of new Set(input.ids)) {
        const row = rows.get(id);
        await bulk.attempt(row?.path ?? ROOT, () => {
          if (row === undefined) throw gone(id);
          const restored = restoreOne(root, row, input.conflict);
          change.usedBytes += restored.usedBytes;
          change.inodeCount += restored.inodeCount;
          change.trashBytes -= row.usedBytes;
          if (restored.replaced !== null) replaced.push(restored.replaced);
          for (const path of restored.made)
            happened.push({ type: "file.directory_made", volume_id: volumeId, data: { path } });
          return { path: row.path, to: restored.to, trash_id: id };
        });
        await breathe();
      }
      const back = bulk.succeeded.flatMap(({ trash_id }) => trash_id ?? []);
      if (back.length === 0) return;
      await tx.delete(trashEntries).where(and(these, inArray(trashEntries.id, back)));
      const usage = await changeUsage(tx, volume, change);
      for (const { path, to, trash_id } of bulk.succeeded)
        if (trash_id !== null)
          happened.push({ type: "file.restored", volume_id: volumeId, data: { path: to ?? path, trash_id, usage } });
      await appendEvents(tx, ctx, happened);
    });
    await clearReplaced(ctx, root, replaced);
    return bulk.result();
  });
}
