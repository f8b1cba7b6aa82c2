import type {
  AttachmentDetail,
  AttachmentsInput,
  AttachmentsResult,
  ListAttachmentsQuery,
  MountRequest,
  VolumeAttachment,
} from "../attachments.ts";
import type { AttachmentId, SandboxId, VolumeId } from "../ids.ts";
import type { CallOptions, Request } from "./request.ts";

const include = "actions";
const base = (sandbox: SandboxId) => `/v1/sandboxes/${sandbox}/volumes`;

/** `wait: false` is answered at once with the state as it is; events say how it goes on. */
type Waiting = CallOptions & { wait?: boolean };
const waiting = ({ wait, ...options }: Waiting = {}) => ({
  ...options,
  query: { include, ...(wait === undefined ? {} : { wait }) },
});

export const attachments = (request: Request) => ({
  list: (query: Omit<ListAttachmentsQuery, "include"> = {}, options?: CallOptions) =>
    request<VolumeAttachment[]>("GET", "/v1/attachments", { ...options, query: { include, ...query } }),
  ofVolume: (volume: VolumeId, options?: CallOptions) =>
    request<VolumeAttachment[]>("GET", `/v1/volumes/${volume}/attachments`, { ...options, query: { include } }),
  ofSandbox: (sandbox: SandboxId, options?: CallOptions) =>
    request<VolumeAttachment[]>("GET", base(sandbox), { ...options, query: { include } }),
  /** With its last checks; looks at nothing anew. */
  get: (id: AttachmentId, options?: CallOptions) =>
    request<AttachmentDetail>("GET", `/v1/attachments/${id}`, { ...options, query: { include } }),
  /** Looks from inside the sandbox now. */
  check: (sandbox: SandboxId, id: AttachmentId, options?: CallOptions) =>
    request<VolumeAttachment>("GET", `${base(sandbox)}/${id}/health`, { ...options, query: { include } }),
  attach: (sandbox: SandboxId, input: MountRequest, options?: Waiting) =>
    request<VolumeAttachment>("POST", base(sandbox), { ...waiting(options), body: input }),
  detach: (sandbox: SandboxId, id: AttachmentId, options?: Waiting) =>
    request<VolumeAttachment>("DELETE", `${base(sandbox)}/${id}`, waiting(options)),
  remount: (sandbox: SandboxId, id: AttachmentId, options?: Waiting) =>
    request<VolumeAttachment>("POST", `${base(sandbox)}/${id}/remount`, waiting(options)),
  /** Up to 100 at once; each ends on its own. */
  detachMany: (input: AttachmentsInput, options?: Waiting) =>
    request<AttachmentsResult>("POST", "/v1/attachments/detach", { ...waiting(options), body: input }),
  remountMany: (input: AttachmentsInput, options?: Waiting) =>
    request<AttachmentsResult>("POST", "/v1/attachments/remount", { ...waiting(options), body: input }),
});
