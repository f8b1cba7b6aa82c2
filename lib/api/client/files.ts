import type {
  BulkPermissionsInput,
  BulkResult,
  CopyFilesInput,
  FileContent,
  FileInfo,
  FilePage,
  FileSort,
  MoveFilesInput,
  SetFilePermissionsInput,
  SortOrder,
} from "../files.ts";
import type { VolumePath } from "../paths.ts";
import type { CallOptions, Request } from "./request.ts";

const query = { include: "etag" };

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

/**
 * The calls on the files of a volume or a sandbox.
 * @param base the route of the one with that id, such as `/v1/volumes/vol_3f8a21c09b7e`
 */
export const files = <Id extends string>(request: Request, base: (id: Id) => string) => ({
  list: (id: Id, path: VolumePath, options?: CallOptions) =>
    request<FileInfo[]>("GET", `${base(id)}/files`, { ...options, query: { ...query, path } }),
  page: (id: Id, path: VolumePath, page: PageOptions, options?: CallOptions) =>
    request<FilePage>("GET", `${base(id)}/files`, { ...options, query: { ...query, path, ...page } }),
  info: (id: Id, path: VolumePath, options?: CallOptions) =>
    request<FileInfo>("POST", `${base(id)}/files/info`, { ...options, query, body: { path } }),
  exists: (id: Id, path: VolumePath, options?: CallOptions) =>
    request<{ exists: boolean }>("POST", `${base(id)}/files/exists`, { ...options, body: { path } }),
  read: (id: Id, path: VolumePath, encoding: "utf8" | "base64", options?: CallOptions) =>
    request<FileContent>("POST", `${base(id)}/files/read`, { ...options, body: { path, encoding } }),
  /** @param content at most 8 MiB; more goes by an upload grant */
  write: (id: Id, path: VolumePath, content: string, when: WriteConditions = {}, options?: CallOptions) =>
    request<FileInfo>("POST", `${base(id)}/files/write`, {
      ...options,
      headers: { ...options?.headers, ...conditions(when) },
      query,
      body: { path, content, encoding: "utf8" },
    }),
  /** @param content base64, for bytes that are no text */
  writeBase64: (id: Id, path: VolumePath, content: string, options?: CallOptions) =>
    request<FileInfo>("POST", `${base(id)}/files/write`, {
      ...options,
      query,
      body: { path, content, encoding: "base64" },
    }),
  makeDirectory: (id: Id, path: VolumePath, options?: CallOptions) =>
    request<FileInfo>("POST", `${base(id)}/files/mkdir`, { ...options, query, body: { path } }),
  rename: (id: Id, oldPath: VolumePath, newPath: VolumePath, options?: CallOptions) =>
    request<FileInfo>("POST", `${base(id)}/files/rename`, {
      ...options,
      query,
      body: { old_path: oldPath, new_path: newPath },
    }),
  remove: (id: Id, path: VolumePath, options?: CallOptions) =>
    request<void>("POST", `${base(id)}/files/remove`, { ...options, body: { path } }),
  move: (id: Id, input: MoveFilesInput, options?: CallOptions) =>
    request<BulkResult>("POST", `${base(id)}/files/move`, { ...options, body: input }),
  copy: (id: Id, input: CopyFilesInput, options?: CallOptions) =>
    request<BulkResult>("POST", `${base(id)}/files/copy`, { ...options, body: input }),
  setFilePermissions: (id: Id, input: SetFilePermissionsInput, options?: CallOptions) =>
    request<void>("POST", `${base(id)}/files/permissions`, { ...options, body: input }),
  setPermissions: (id: Id, input: BulkPermissionsInput, options?: CallOptions) =>
    request<BulkResult>("POST", `${base(id)}/files/set-permissions`, { ...options, body: input }),
});
