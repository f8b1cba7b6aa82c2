import type { VolumeId } from "../ids.ts";
import type { VolumePath } from "../paths.ts";
import type { VolumeUsage } from "../usage.ts";
import type { CreateVolumeInput, Volume } from "../volumes.ts";
import type { CallOptions, Request } from "./request.ts";

const include = "actions";

export const volumes = (request: Request) => ({
  create: (input: CreateVolumeInput, options?: CallOptions) =>
    request<Volume>("POST", "/v1/volumes", { ...options, body: input }),
  list: (options?: CallOptions) => request<Volume[]>("GET", "/v1/volumes", { ...options, query: { include } }),
  get: (id: VolumeId, options?: CallOptions) =>
    request<Volume>("GET", `/v1/volumes/${id}`, { ...options, query: { include } }),
  getByName: (name: string, options?: CallOptions) =>
    request<Volume>("GET", `/v1/volumes/by-name/${encodeURIComponent(name)}`, { ...options, query: { include } }),
  delete: (id: VolumeId, options?: CallOptions) => request<void>("DELETE", `/v1/volumes/${id}`, options),
  /** What a directory takes, entry by entry, counted now. */
  usage: (id: VolumeId, path: VolumePath, options?: CallOptions) =>
    request<VolumeUsage>("GET", `/v1/volumes/${id}/usage`, { ...options, query: { path } }),
  /** Keeps the watcher of `paths` awake for a minute, so that changes on the disk arrive as `file.changed` events. */
  observe: (id: VolumeId, paths: readonly string[], options?: CallOptions) =>
    request<{ expires_at: string }>("GET", `/v1/volumes/${id}/observe`, { ...options, query: { path: paths } }),
});
