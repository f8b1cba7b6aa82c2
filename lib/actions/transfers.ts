"use server";

import { z } from "zod";
import { VolumeId } from "#lib/api/ids.ts";
import { DownloadGrantInput, UploadGrantsInput } from "#lib/api/transfers.ts";
import { memberAction, viewerAction } from "./action-client.ts";

const InVolume = z.object({ volumeId: VolumeId });

/** Signed uploads of up to 1,000 files, in the order asked, each with what stands at its path now. */
export const uploadGrantsAction = memberAction
  .inputSchema(InVolume.extend(UploadGrantsInput.shape))
  .action(({ parsedInput: { volumeId, ...input }, ctx }) => ctx.api.transfers.uploadGrants(volumeId, input));

/** One signed download: a file, a directory, or a selection as an archive. */
export const downloadGrantAction = viewerAction
  .inputSchema(InVolume.extend(DownloadGrantInput.shape))
  .action(({ parsedInput: { volumeId, ...input }, ctx }) => ctx.api.transfers.downloadGrant(volumeId, input));
