import type { NewEvent } from "#lib/api/events.ts";
import type { BulkResult, MoveFilesInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, nameFromBytes } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { createBreather } from "../storage/breather.ts";
import { changeUsage } from "../volumes/change-usage.ts";
import { lockVolume } from "../volumes/find-volume.ts";
import { createBulk } from "./bulk.ts";
import { clearReplaced } from "./clear-replaced.ts";
import { moveInto } from "./move-into.ts";
import { withDirectory } from "./with-directory.ts";
import { withVolume } from "./with-volume.ts";

/**
 * Moves files and directories into a directory, each under its own name. A path that cannot be moved is told in `failed`
 * and the others go on. `replace` puts them in place of what has the name, directories too.
 * @throws ApiError forbidden, volume_not_found, file_not_found or file_conflict for the destination
 */
export async function moveVolumeFiles(ctx: Context, volumeId: VolumeId, input: MoveFilesInput): Promise<BulkResult> {
  authorize(ctx, "files:write");
  return withVolume(ctx, volumeId, (root) =>
    withDirectory(root, input.destination, async (directory) => {
      const bulk = createBulk(ctx);
      const replaced: string[] = [];
      const breathe = createBreather();
      await ctx.transaction(async (tx) => {
        const volume = await lockVolume(tx, ctx, volumeId);
        const change = { usedBytes: 0, inodeCount: 0, trashBytes: 0 };
        for (const path of input.paths) {
          await bulk.attempt(path, () => {
            const moved = moveInto(root, path, directory, input.conflict);
            change.usedBytes += moved.usedBytes;
            change.inodeCount += moved.inodeCount;
            if (moved.replaced !== null) replaced.push(moved.replaced);
            return { path, to: childOf(input.destination, nameFromBytes(moved.name)), trash_id: null };
          });
          await breathe();
        }
        if (bulk.succeeded.length === 0) return;
        const usage = await changeUsage(tx, volume, change);
        const happened = bulk.succeeded.flatMap(({ path, to }): NewEvent[] =>
          to === null ? [] : [{ type: "file.moved", volume_id: volumeId, data: { path, to, usage } }],
        );
        await appendEvents(tx, ctx, happened);
      });
      await clearReplaced(ctx, root, replaced);
      return bulk.result();
    }),
  );
}
