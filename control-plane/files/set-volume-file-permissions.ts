import type { SetFilePermissionsInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { withEntry } from "../storage/resolve-path.ts";
import { lockVolume } from "../volumes/find-volume.ts";
import { changeMode } from "./change-mode.ts";
import { checkPreconditions, type Preconditions } from "./preconditions.ts";
import { versionOf } from "./version-of.ts";
import { withVolume } from "./with-volume.ts";

/**
 * Sets the permission bits of a file or directory; a symlink is followed inside the volume, as chmod does.
 * @throws ApiError forbidden, volume_not_found, file_not_found, precondition_failed
 */
export async function setVolumeFilePermissions(
  ctx: Context,
  volumeId: VolumeId,
  input: SetFilePermissionsInput,
  given: Pick<Preconditions, "ifMatch"> = {},
): Promise<void> {
  authorize(ctx, "files:write");
  const { path } = input;
  const permissions = input.permissions.padStart(4, "0");
  await withVolume(ctx, volumeId, (root) =>
    ctx.transaction(async (tx) => {
      await lockVolume(tx, ctx, volumeId);
      withEntry(root, path, { follow: true }, (entry) => {
        checkPreconditions(given, versionOf(entry));
        changeMode(entry.fd, entry.stat, Number.parseInt(permissions, 8));
      });
      await appendEvents(tx, ctx, [
        { type: "file.permissions_changed", volume_id: volumeId, data: { path, permissions } },
      ]);
    }),
  );
}
