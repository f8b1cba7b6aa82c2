import type { UploadId } from "../ids.ts";
import type { SandboxUploadSession } from "../sandbox-uploads.ts";
import type {
  CreateUploadInput,
  ListUploadsQuery,
  PartGrant,
  UpdateUploadInput,
  UploadPage,
  UploadSession,
} from "../uploads.ts";
import type { CallOptions, Request } from "./request.ts";

type Session = UploadSession | SandboxUploadSession;

/** Parts are bytes, not JSON: `PUT {base}/uploads/{upload_id}/parts/{n}` with fetch. */
export const uploads = <Id extends string, S extends Session>(request: Request, base: (id: Id) => string) => ({
  create: (id: Id, input: CreateUploadInput, options?: CallOptions) =>
    request<{ session: S }>("POST", `${base(id)}/uploads`, { ...options, body: input }),
  /** Those that are not finished, the newest first. */
  list: (id: Id, query: Partial<ListUploadsQuery> = {}, options?: CallOptions) =>
    request<UploadPage>("GET", `${base(id)}/uploads`, { ...options, query }),
  update: (id: Id, upload: UploadId, input: UpdateUploadInput, options?: CallOptions) =>
    request<S>("PATCH", `${base(id)}/uploads/${upload}`, { ...options, body: input }),
  get: (id: Id, upload: UploadId, options?: CallOptions) => request<S>("GET", `${base(id)}/uploads/${upload}`, options),
  /** A signed URL for the parts; add `&number=` to it. */
  partGrant: (id: Id, upload: UploadId, options?: CallOptions) =>
    request<Omit<PartGrant, "session"> & { session: S }>("POST", `${base(id)}/uploads/${upload}/grant`, options),
  complete: (id: Id, upload: UploadId, sha256?: string, options?: CallOptions) =>
    request<{ session: S; published_bytes: number; published_file_count: number }>(
      "POST",
      `${base(id)}/uploads/${upload}/complete`,
      { ...options, body: sha256 === undefined ? {} : { whole_checksum_sha256: sha256 } },
    ),
  abort: (id: Id, upload: UploadId, options?: CallOptions) =>
    request<void>("DELETE", `${base(id)}/uploads/${upload}`, options),
});
