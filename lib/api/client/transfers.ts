import type { CopyFilesInput } from "../files.ts";
import type { DownloadGrantInput, Grant, UploadGrants, UploadGrantsInput } from "../transfers.ts";
import type { CallOptions, Request } from "./request.ts";

export const transfers = <Id extends string>(request: Request, base: (id: Id) => string) => ({
  uploadGrants: (id: Id, input: UploadGrantsInput, options?: CallOptions) =>
    request<UploadGrants>("POST", `${base(id)}/files/upload-grants`, { ...options, body: input }),
  copyGrant: (id: Id, input: CopyFilesInput, options?: CallOptions) =>
    request<Grant>("POST", `${base(id)}/files/copy-grant`, { ...options, body: input }),
  downloadGrant: (id: Id, input: DownloadGrantInput, options?: CallOptions) =>
    request<Grant>("POST", `${base(id)}/files/download-grant`, { ...options, body: input }),
});
