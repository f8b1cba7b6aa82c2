import type { FileInfo } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { withEntry } from "../storage/resolve-path.ts";
import { describeFile } from "./describe-file.ts";
import { withVolume } from "./with-volume.ts";

/**
 * What stands at a path, a symlink as itself. Nothing is opened.
 * @throws ApiError forbidden, volume_not_found, file_not_found
 */
export async function getVolumeFileInfo(ctx: Context, volumeId: VolumeId, path: VolumePath): Promise<FileInfo> {
  authorize(ctx, "files:read");
  return withVolume(ctx, volumeId, async (root) =>
    withEntry(root, path, { follow: false }, ({ parent, stat }) => describeFile(parent, path, stat)),
  );
}
