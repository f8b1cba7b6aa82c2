import type { NewEvent } from "#lib/api/events.ts";
import type { FileInfo } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { makeDirectories, missingDirectories } from "../storage/make-directories.ts";
import { withEntry } from "../storage/resolve-path.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { changeUsage } from "../volumes/change-usage.ts";
import { lockVolume } from "../volumes/find-volume.ts";
import { describeFile } from "./describe-file.ts";
import { withRoom } from "./make-room.ts";
import { checkPreconditions, type Preconditions } from "./preconditions.ts";
import { DIRECTORY_BYTES, requireRoom } from "./require-room.ts";
import { withVolume } from "./with-volume.ts";

const make = (ctx: Context, root: VolumeRoot, path: VolumePath, given: Preconditions) =>
  ctx.transaction(async (tx) => {
    const volume = await lockVolume(tx, ctx, root.volumeId);
    const missing = missingDirectories(root, path);
    checkPreconditions(given, missing.length === 0 ? { etag: null } : null);
    if (missing.length === 0) return;
    requireRoom(ctx, volume, { usedBytes: missing.length * DIRECTORY_BYTES, inodeCount: missing.length });
    const usedBytes = makeDirectories(root, missing);
    const usage = await changeUsage(tx, volume, { usedBytes, inodeCount: missing.length, trashBytes: 0 });
    const happened = missing.map(
      (made): NewEvent => ({ type: "file.directory_made", volume_id: root.volumeId, data: { path: made, usage } }),
    );
    await appendEvents(tx, ctx, happened);
  });

/**
 * Makes a directory and the parents it lacks. One that is there is fine.
 * @throws ApiError forbidden, volume_not_found, file_conflict (a file is in the way), volume_quota_exceeded,
 *   precondition_failed
 */
export async function makeVolumeDirectory(
  ctx: Context,
  volumeId: VolumeId,
  path: VolumePath,
  given: Preconditions = {},
): Promise<FileInfo> {
  authorize(ctx, "files:write");
  return withVolume(ctx, volumeId, async (root) => {
    await withRoom(ctx, root, () => make(ctx, root, path, given));
    return withEntry(root, path, { follow: true }, ({ parent, stat }) => describeFile(parent, path, stat));
  });
}
