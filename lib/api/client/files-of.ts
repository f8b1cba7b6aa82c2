import type { FileRoot } from "../file-root.ts";
import type { BulkPermissionsInput, MoveFilesInput } from "../files.ts";
import type { VolumePath } from "../paths.ts";
import type { ReplaceChosenInput } from "../replacing.ts";
import type { DownloadGrantInput, UploadGrantsInput } from "../transfers.ts";
import type { NullspaceClient } from "./client.ts";
import type { files, PageOptions, WriteConditions } from "./files.ts";
import type { CallOptions } from "./request.ts";
import type { searching } from "./searching.ts";
import type { transfers } from "./transfers.ts";

type Calls<Id extends string> = {
  readonly files: ReturnType<typeof files<Id>>;
  readonly transfers: ReturnType<typeof transfers<Id>>;
  readonly searching: ReturnType<typeof searching<Id>>;
};

const bound = <Id extends string>({ files, transfers, searching }: Calls<Id>, id: Id) => ({
  page: (path: VolumePath, page: PageOptions, options?: CallOptions) => files.page(id, path, page, options),
  info: (path: VolumePath, options?: CallOptions) => files.info(id, path, options),
  exists: (path: VolumePath) => files.exists(id, path),
  write: (path: VolumePath, content: string, when?: WriteConditions) => files.write(id, path, content, when),
  makeDirectory: (path: VolumePath) => files.makeDirectory(id, path),
  rename: (from: VolumePath, to: VolumePath) => files.rename(id, from, to),
  move: (input: MoveFilesInput) => files.move(id, input),
  setPermissions: (input: BulkPermissionsInput) => files.setPermissions(id, input),
  replaceChosen: (input: ReplaceChosenInput) => searching.replaceChosen(id, input),
  uploadGrants: (input: UploadGrantsInput) => transfers.uploadGrants(id, input),
  downloadGrant: (input: DownloadGrantInput) => transfers.downloadGrant(id, input),
});

/** The calls that the files of every root have, for the files of one. */
export const filesOf = (api: NullspaceClient, root: FileRoot) =>
  root.kind === "volume" ? bound(api, root.id) : bound(api.sandboxes, root.id);
