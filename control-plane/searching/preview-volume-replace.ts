import type { VolumeId } from "#lib/api/ids.ts";
import type { PreviewReplaceInput } from "#lib/api/replacing.ts";
import type { Context } from "../context.ts";
import { withVolume } from "../files/with-volume.ts";
import { authorize } from "../identity/authorize.ts";
import type { SearchEnd } from "./look-through.ts";
import { type PreviewOptions, previewTree } from "./preview-tree.ts";

/**
 * Says what a replace would change in files of a volume; see `previewTree`.
 * @throws ApiError forbidden, volume_not_found, and as `previewTree`
 */
export async function previewVolumeReplace(
  ctx: Context,
  volumeId: VolumeId,
  input: PreviewReplaceInput,
  options: PreviewOptions,
): Promise<SearchEnd> {
  authorize(ctx, "files:read");
  return withVolume(ctx, volumeId, (root) => previewTree(ctx, root, input.path, input, options));
}
