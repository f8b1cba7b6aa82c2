import type { VolumeId } from "#lib/api/ids.ts";
import type { ReplaceChosenInput, ReplacedChosen } from "#lib/api/replacing.ts";
import type { Context } from "../context.ts";
import { withVolume } from "../files/with-volume.ts";
import { authorize } from "../identity/authorize.ts";
import { putInVolume } from "./put-in-volume.ts";
import { replaceChosenInTree } from "./replace-chosen-in-tree.ts";
import type { ReplaceOptions } from "./replace-in-files.ts";

/**
 * Replaces the matches that were chosen in a preview of files of a volume; see `replaceChosenInTree`.
 * @throws ApiError forbidden, volume_not_found, and as `replaceChosenInTree`
 */
export async function replaceChosenMatches(
  ctx: Context,
  volumeId: VolumeId,
  input: ReplaceChosenInput,
  options: ReplaceOptions = {},
): Promise<ReplacedChosen> {
  authorize(ctx, "files:write");
  return withVolume(ctx, volumeId, (root) =>
    replaceChosenInTree({ ctx, tree: root, put: putInVolume(ctx, root) }, input, options),
  );
}
