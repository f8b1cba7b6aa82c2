import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { withEntry } from "../storage/resolve-path.ts";
import { withVolume } from "./with-volume.ts";

/**
 * Whether a name is taken, by whatever it be: a symlink that leads nowhere exists.
 * @throws ApiError forbidden, volume_not_found
 */
export async function volumeFileExists(ctx: Context, volumeId: VolumeId, path: VolumePath): Promise<boolean> {
  authorize(ctx, "files:read");
  return withVolume(ctx, volumeId, async (root) => {
    try {
      return withEntry(root, path, { follow: false }, () => true);
    } catch (error) {
      if (error instanceof ApiError && error.code === "file_not_found") return false;
      throw error;
    }
  });
}
