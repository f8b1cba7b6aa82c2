import { randomBytes } from "node:crypto";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { moveEntry } from "../storage/move-entry.ts";
import { rootRefused, withEntry } from "../storage/resolve-path.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { removeTree } from "../storage/tree-jobs.ts";
import { changeUsage } from "../volumes/change-usage.ts";
import { lockVolume } from "../volumes/find-volume.ts";
import { measureEntry } from "./measure-entry.ts";
import { checkPreconditions, type Preconditions } from "./preconditions.ts";
import { versionOf } from "./version-of.ts";
import { withVolume } from "./with-volume.ts";

/** Takes the entry out of the volume and leaves it in staging under `name`. */
function takeAway(root: VolumeRoot, path: VolumePath, name: string, given: Preconditions): void {
  withEntry(root, path, { follow: false }, (entry) => {
    if (entry.parent === null) throw rootRefused();
    checkPreconditions(given, versionOf(entry));
    moveEntry(entry.parent, { fd: root.staging, name });
  });
}

/**
 * Removes a file, or a directory with all in it, for good. It is gone for everyone at once; a symlink goes itself and what
 * it leads to stays.
 * @throws ApiError forbidden, volume_not_found, file_not_found, file_conflict (the root), precondition_failed
 */
export async function removeVolumeFile(
  ctx: Context,
  volumeId: VolumeId,
  path: VolumePath,
  given: Pick<Preconditions, "ifMatch"> = {},
): Promise<void> {
  authorize(ctx, "files:write");
  await withVolume(ctx, volumeId, async (root) => {
    const { exclusive } = await withEntry(root, path, { follow: false }, measureEntry);
    const name = `removed-${randomBytes(12).toString("hex")}`;
    await ctx.transaction(async (tx) => {
      const volume = await lockVolume(tx, ctx, volumeId);
      takeAway(root, path, name, given);
      const change = { usedBytes: -exclusive.usedBytes, inodeCount: -exclusive.inodeCount, trashBytes: 0 };
      const usage = await changeUsage(tx, volume, change);
      await appendEvents(tx, ctx, [{ type: "file.removed", volume_id: volumeId, data: { path, usage } }]);
    });
    await removeTree(root.staging, name);
  });
}
