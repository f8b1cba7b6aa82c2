import type { FileInfo, RenameFileInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { rootRefused, withEntry, withParent } from "../storage/resolve-path.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { changeUsage } from "../volumes/change-usage.ts";
import { lockVolume } from "../volumes/find-volume.ts";
import { describeFile } from "./describe-file.ts";
import { checkPreconditions, type Preconditions } from "./preconditions.ts";
import { type Relocated, relocate } from "./relocate.ts";
import { versionOf } from "./version-of.ts";
import { withVolume } from "./with-volume.ts";

function rename(root: VolumeRoot, { old_path, new_path }: RenameFileInput, given: Preconditions): Relocated {
  return withEntry(root, old_path, { follow: false }, (entry) => {
    if (entry.parent === null) throw rootRefused();
    const from = entry.parent;
    checkPreconditions(given, versionOf(entry));
    return withParent(root, new_path, (to) => relocate(root, from, to, "error"));
  });
}

/**
 * Gives a file or directory another path; its directory must be there. Nothing is replaced.
 * @param given.ifMatch the version that is meant, at the old path
 * @throws ApiError forbidden, volume_not_found, file_not_found, file_conflict (the new path is taken, or within the old
 *   one), precondition_failed
 */
export async function renameVolumeFile(
  ctx: Context,
  volumeId: VolumeId,
  input: RenameFileInput,
  given: Pick<Preconditions, "ifMatch"> = {},
): Promise<FileInfo> {
  authorize(ctx, "files:write");
  const { old_path: path, new_path: to } = input;
  return withVolume(ctx, volumeId, async (root) => {
    await ctx.transaction(async (tx) => {
      const volume = await lockVolume(tx, ctx, volumeId);
      const { usedBytes, inodeCount } = rename(root, input, given);
      const usage = await changeUsage(tx, volume, { usedBytes, inodeCount, trashBytes: 0 });
      await appendEvents(tx, ctx, [{ type: "file.moved", volume_id: volumeId, data: { path, to, usage } }]);
    });
    return withEntry(root, to, { follow: false }, ({ parent, stat }) => describeFile(parent, to, stat));
  });
}
