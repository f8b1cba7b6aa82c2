import type { Context } from "../context.ts";
import { publishFile } from "../files/publish-file.ts";
import { stageFile } from "../storage/stage-file.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { once, type Put } from "./replace-in-files.ts";

/** Puts what was replaced into files of a volume. @throws ApiError as `publishFile` */
export const putInVolume =
  (ctx: Context, root: VolumeRoot): Put =>
  async (path, bytes, version) =>
    publishFile(ctx, root.volumeId, path, await stageFile(root, once(bytes), { maxBytes: bytes.length }), version);
