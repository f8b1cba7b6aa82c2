import type {
  BulkPermissionsInput,
  BulkResult,
  CopyFilesInput,
  FileContent,
  FileInfo,
  FilePage,
  FileSort,
  MoveFilesInput,
  SortOrder,
} from "../files.ts";
import type { VolumeId } from "../ids.ts";
import type { VolumePath } from "../paths.ts";
import type { CallOptions, Request } from "./request.ts";

const query = { include: "etag" };
const base = (id: VolumeId) => `/v1/volumes/${id}/files`;

export type PageOptions = {
  limit: number;
  cursor?: string;
  offset?: number;
  starts_with?: string;
  sort?: FileSort;
  order?: SortOrder;
  filter?: string;
};
export type WriteConditions = { ifMatch?: string; ifNoneMatch?: "*" };

const conditions = ({ ifMatch, ifNoneMatch }: WriteConditions): Record<string, string> => ({
  ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
  ...(ifNoneMatch === undefined ? {} : { "if-none-match": ifNoneMatch }),
});

export const files = (request: Request) => ({
  list: (id: VolumeId, path: VolumePath, options?: CallOptions) =>
    request<FileInfo[]>("GET", base(id), { ...options, query: { ...query, path } }),
  page: (id: VolumeId, path: VolumePath, page: PageOptions, options?: CallOptions) =>
    request<FilePage>("GET", base(id), { ...options, query: { ...query, path, ...page } }),
  info: (id: VolumeId, path: VolumePath, options?: CallOptions) =>
    request<FileInfo>("POST", `${base(id)}/info`, { ...options, query, body: { path } }),
  exists: (id: VolumeId, path: VolumePath, options?: CallOptions) =>
    request<{ exists: boolean }>("POST", `${base(id)}/exists`, { ...options, body: { path } }),
  read: (id: VolumeId, path: VolumePath, encoding: "utf8" | "base64", options?: CallOptions) =>
    request<FileContent>("POST", `${base(id)}/read`, { ...options, body: { path, encoding } }),
  /** @param content at most 8 MiB; more goes by an upload grant */
  write: (id: VolumeId, path: VolumePath, content: string, when: WriteConditions = {}, options?: CallOptions) =>
    request<FileInfo>("POST", `${base(id)}/write`, {
      ...options,
      headers: { ...options?.headers, ...conditions(when) },
      query,
      body: { path, content, encoding: "utf8" },
    }),
  makeDirectory: (id: VolumeId, path: VolumePath, options?: CallOptions) =>
    request<FileInfo>("POST", `${base(id)}/mkdir`, { ...options, query, body: { path } }),
  rename: (id: VolumeId, oldPath: VolumePath, newPath: VolumePath, options?: CallOptions) =>
    request<FileInfo>("POST", `${base(id)}/rename`, {
      ...options,
      query,
      body: { old_path: oldPath, new_path: newPath },
    }),
  remove: (id: VolumeId, path: VolumePath, options?: CallOptions) =>
    request<void>("POST", `${base(id)}/remove`, { ...options, body: { path } }),
  move: (id: VolumeId, input: MoveFilesInput, options?: CallOptions) =>
    request<BulkResult>("POST", `${base(id)}/move`, { ...options, body: input }),
  copy: (id: VolumeId, input: CopyFilesInput, options?: CallOptions) =>
    request<BulkResult>("POST", `${base(id)}/copy`, { ...options, body: input }),
  setPermissions: (id: VolumeId, input: BulkPermissionsInput, options?: CallOptions) =>
    request<BulkResult>("POST", `${base(id)}/set-permissions`, { ...options, body: input }),
});
