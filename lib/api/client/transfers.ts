import type { VolumeId } from "../ids.ts";
import type { DownloadGrantInput, Grant, UploadGrants, UploadGrantsInput } from "../transfers.ts";
import type { CallOptions, Request } from "./request.ts";

export const transfers = (request: Request) => ({
  uploadGrants: (id: VolumeId, input: UploadGrantsInput, options?: CallOptions) =>
    request<UploadGrants>("POST", `/v1/volumes/${id}/files/upload-grants`, { ...options, body: input }),
  downloadGrant: (id: VolumeId, input: DownloadGrantInput, options?: CallOptions) =>
    request<Grant>("POST", `/v1/volumes/${id}/files/download-grant`, { ...options, body: input }),
});
