import type { FileRoot } from "../file-root.ts";
import type { UploadId } from "../ids.ts";
import type { SandboxUploadSession } from "../sandbox-uploads.ts";
import type { CreateUploadInput, ListUploadsQuery, UpdateUploadInput, UploadSession } from "../uploads.ts";
import type { NullspaceClient } from "./client.ts";
import type { CallOptions } from "./request.ts";
import type { uploads } from "./uploads.ts";

type Calls<Id extends string> = ReturnType<typeof uploads<Id, UploadSession | SandboxUploadSession>>;

const bound = <Id extends string>(calls: Calls<Id>, id: Id) => ({
  create: (input: CreateUploadInput) => calls.create(id, input),
  list: (query: Partial<ListUploadsQuery>, options?: CallOptions) => calls.list(id, query, options),
  get: (upload: UploadId) => calls.get(id, upload),
  update: (upload: UploadId, input: UpdateUploadInput) => calls.update(id, upload, input),
  partGrant: (upload: UploadId) => calls.partGrant(id, upload),
  abort: (upload: UploadId) => calls.abort(id, upload),
});

/** The upload sessions of one volume or sandbox. */
export const uploadsOf = (api: NullspaceClient, root: FileRoot) =>
  root.kind === "volume" ? bound(api.uploads, root.id) : bound(api.sandboxes.uploads, root.id);
