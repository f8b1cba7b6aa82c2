"use server";

import { filesOf } from "#lib/api/client/files-of.ts";
import { CopyFilesInput } from "#lib/api/files.ts";
import { VolumeId } from "#lib/api/ids.ts";
import { DownloadGrantInput, UploadGrantsInput } from "#lib/api/transfers.ts";
import { memberAction, viewerAction } from "./action-client.ts";
import { InRoot } from "./in-root.ts";

/** Signed uploads of up to 1,000 files, in the order asked, each with what stands at its path now. */
export const uploadGrantsAction = memberAction
  .inputSchema(InRoot.extend(UploadGrantsInput.shape))
  .action(({ parsedInput: { root, ...input }, ctx }) => filesOf(ctx.api, root).uploadGrants(input));

/** One signed copy in a volume, which the browser starts and may end. */
export const copyGrantAction = memberAction
  .inputSchema(CopyFilesInput.extend({ volumeId: VolumeId }))
  .action(({ parsedInput: { volumeId, ...input }, ctx }) => ctx.api.transfers.copyGrant(volumeId, input));

/** One signed download: a file, a directory, or a selection as an archive. */
export const downloadGrantAction = viewerAction
  .inputSchema(InRoot.extend(DownloadGrantInput.shape))
  .action(({ parsedInput: { root, ...input }, ctx }) => filesOf(ctx.api, root).downloadGrant(input));
