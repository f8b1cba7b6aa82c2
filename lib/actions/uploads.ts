"use server";

import { z } from "zod";
import { uploadsOf } from "#lib/api/client/uploads-of.ts";
import { UploadId } from "#lib/api/ids.ts";
import { VolumePathInput } from "#lib/api/volume-path.ts";
import { memberAction } from "./action-client.ts";
import { InRoot } from "./in-root.ts";
import { openUpload } from "./open-upload.ts";

const Wanted = InRoot.extend({
  path: VolumePathInput,
  size: z.int().nonnegative(),
  fingerprint: z.string().min(1).max(200),
  /** The session to go on with, where it is known. */
  uploadId: UploadId.nullable(),
});

/** The session that takes a large file: the one to go on with, or a new one; with a grant for its parts. */
export const openUploadAction = memberAction
  .inputSchema(Wanted)
  .action(({ parsedInput, ctx }) => openUpload(ctx.api, parsedInput));

/** Gives an upload up: what arrived of it goes. */
export const abortUploadAction = memberAction
  .inputSchema(InRoot.extend({ uploadId: UploadId }))
  .action(({ parsedInput: { root, uploadId }, ctx }) => uploadsOf(ctx.api, root).abort(uploadId));
