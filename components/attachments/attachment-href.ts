import type { AttachmentId, VolumeId } from "#lib/api/ids.ts";

export const attachmentsHref = (volume: VolumeId) => `/volumes/${volume}/attachments` as const;
export const attachmentHref = (volume: VolumeId, id: AttachmentId) => `/volumes/${volume}/attachments/${id}` as const;
