import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ApiError } from "#lib/api/api-error.ts";
import type { AttachmentDetail } from "#lib/api/attachments.ts";
import type { AttachmentId } from "#lib/api/ids.ts";
import { callerApi } from "./caller-api.ts";
import { toldByDigest } from "./told-by-digest.ts";

const isAttachmentId = (text: string): text is AttachmentId => /^att_[0-9a-z]{8,32}$/.test(text);

/** The attachment that an address names, once a page. A missing one and another team's are the same: not found. */
export const attachmentOf = cache(async (segment: string): Promise<AttachmentDetail> => {
  if (!isAttachmentId(segment)) notFound();
  const api = await callerApi();
  return api.attachments.get(segment).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) notFound();
    throw toldByDigest(error);
  });
});
