import type { NewEvent } from "#lib/api/events.ts";
import type { BulkPermissionsInput, BulkResult } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { withEntry } from "../storage/resolve-path.ts";
import { createBulk } from "./bulk.ts";
import { changeModes } from "./change-modes.ts";
import { withVolume } from "./with-volume.ts";

/**
 * Sets the permission bits of many. With `recursive` also of all below a directory, directories then with `x` where there is
 * an `r`; symlinks met on the way are left alone.
 * @throws ApiError forbidden, volume_not_found
 */
export async function setVolumeFilesPermissions(
  ctx: Context,
  volumeId: VolumeId,
  input: BulkPermissionsInput,
): Promise<BulkResult> {
  authorize(ctx, "files:write");
  const permissions = input.permissions.padStart(4, "0");
  const mode = Number.parseInt(permissions, 8);
  return withVolume(ctx, volumeId, async (root) => {
    const bulk = createBulk(ctx);
    for (const path of input.paths)
      await bulk.attempt(path, async () => {
        await withEntry(root, path, { follow: true }, (entry) => changeModes(entry, mode, input.recursive));
        return { path, to: null, trash_id: null };
      });
    const happened = bulk.succeeded.map(
      ({ path }): NewEvent => ({
        type: "file.permissions_changed",
        volume_id: volumeId,
        data: { path, permissions },
      }),
    );
    await ctx.transaction((tx) => appendEvents(tx, ctx, happened));
    return bulk.result();
  });
}
