import type { BulkResult, EmptyTrashInput, RestoreTrashInput, TrashEntry } from "../files.ts";
import type { VolumeId } from "../ids.ts";
import type { VolumePath } from "../paths.ts";
import type { CallOptions, Request } from "./request.ts";

const base = (id: VolumeId) => `/v1/volumes/${id}/trash`;

export const trash = (request: Request) => ({
  list: (id: VolumeId, options?: CallOptions) => request<TrashEntry[]>("GET", base(id), options),
  /** Moves `paths` to the trash; each result carries the `trash_id` that restores it. */
  put: (id: VolumeId, paths: readonly VolumePath[], options?: CallOptions) =>
    request<BulkResult>("POST", base(id), { ...options, body: { paths } }),
  restore: (id: VolumeId, input: RestoreTrashInput, options?: CallOptions) =>
    request<BulkResult>("POST", `${base(id)}/restore`, { ...options, body: input }),
  empty: (id: VolumeId, input: EmptyTrashInput = {}, options?: CallOptions) =>
    request<{ count: number; freed_bytes: number }>("POST", `${base(id)}/empty`, { ...options, body: input }),
});
