import type { ListFilesQuery } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { listDirectory } from "./list-directory.ts";
import { withVolume } from "./with-volume.ts";

/**
 * Lists a directory of a volume; see `listDirectory`.
 * @throws ApiError as `listDirectory`, and forbidden, volume_not_found
 */
export async function listVolumeFiles(
  ctx: Context,
  volumeId: VolumeId,
  query: ListFilesQuery,
  shape: { directoryType: string } = { directoryType: "directory" },
): Promise<Uint8Array<ArrayBuffer>> {
  authorize(ctx, "files:read");
  return withVolume(ctx, volumeId, (root) => listDirectory(root, query.path, query, shape));
}
