import type { VolumeId } from "#lib/api/ids.ts";
import type { Replaced, ReplaceInput } from "#lib/api/searching.ts";
import type { Context } from "../context.ts";
import { withVolume } from "../files/with-volume.ts";
import { authorize } from "../identity/authorize.ts";
import { putInVolume } from "./put-in-volume.ts";
import { type ReplaceOptions, replaceInFiles } from "./replace-in-files.ts";

/**
 * Replaces every match in files of a volume, keeping their mode and owner; see `replaceInFiles`.
 * @throws ApiError forbidden, volume_not_found, and as `replaceInFiles`
 */
export async function replaceInVolumeFiles(
  ctx: Context,
  volumeId: VolumeId,
  input: ReplaceInput,
  options: ReplaceOptions = {},
): Promise<Replaced> {
  authorize(ctx, input.dry_run ? "files:read" : "files:write");
  return withVolume(ctx, volumeId, (root) =>
    replaceInFiles({ ctx, tree: root, files: input.files, input, put: putInVolume(ctx, root) }, options),
  );
}
