import { ApiError } from "#lib/api/api-error.ts";
import type { AttachmentsInput, AttachmentsResult, VolumeAttachment } from "#lib/api/attachments.ts";
import type { AttachmentId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import type { AnswerOptions } from "./answer-attachment.ts";
import { detachVolume } from "./detach-volume.ts";
import type { AttachmentRef } from "./find-attachment.ts";
import { remountVolume } from "./remount-volume.ts";

type Change = (ctx: Context, ref: AttachmentRef, options: AnswerOptions) => Promise<VolumeAttachment>;

async function changeEach(ctx: Context, ids: readonly AttachmentId[], options: AnswerOptions, change: Change) {
  authorize(ctx, "attachments:write");
  const result: AttachmentsResult = { succeeded: [], failed: [] };
  const one = async (id: AttachmentId) => {
    try {
      result.succeeded.push(await change(ctx, { attachmentId: id }, options));
    } catch (error) {
      if (error instanceof ApiError) {
        result.failed.push({ id, code: error.code, message: error.message });
        return;
      }
      ctx.system.log.error({ err: error, request_id: ctx.requestId }, "unexpected failure of one attachment of many");
      result.failed.push({ id, code: "internal_error", message: "Something went wrong on our side with this one." });
    }
  };
  await Promise.all([...new Set(ids)].map(one));
  return result;
}

/** Detaches many at once; each ends on its own. @throws ApiError forbidden */
export const detachAttachments = (ctx: Context, { ids }: AttachmentsInput, options: AnswerOptions = {}) =>
  changeEach(ctx, ids, options, detachVolume);

/** Remounts many at once; each ends on its own. @throws ApiError forbidden */
export const remountAttachments = (ctx: Context, { ids }: AttachmentsInput, options: AnswerOptions = {}) =>
  changeEach(ctx, ids, options, remountVolume);
