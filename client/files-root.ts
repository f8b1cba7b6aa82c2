import { ApiError } from "#lib/api/api-error.ts";
import type { NullspaceClient } from "#lib/api/client/client.ts";
import type { files } from "#lib/api/client/files.ts";
import type { searching } from "#lib/api/client/searching.ts";
import type { transfers } from "#lib/api/client/transfers.ts";
import type { uploads } from "#lib/api/client/uploads.ts";
import type { SandboxId, VolumeId } from "#lib/api/ids.ts";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import type { SandboxUploadSession } from "#lib/api/sandbox-uploads.ts";
import type { UploadSession } from "#lib/api/uploads.ts";

/** Whose files are meant, and the calls on them. */
export type FilesRoot<Id extends string> = {
  id: Id;
  /** Where its routes begin. */
  route: string;
  /** The directory that is meant where none is named. */
  home: VolumePath;
  files: ReturnType<typeof files<Id>>;
  transfers: ReturnType<typeof transfers<Id>>;
  searching: ReturnType<typeof searching<Id>>;
  uploads: ReturnType<typeof uploads<Id, UploadSession | SandboxUploadSession>>;
  /** @throws ApiError invalid_request, as the server would, without asking it */
  pathOf(text: string): VolumePath;
};

function absolute(text: string): VolumePath {
  const parsed = parseVolumePath(text);
  if (!parsed.ok) throw new ApiError("invalid_request", `path: ${parsed.problem}`);
  return parsed.path;
}

export const filesOfVolume = (api: NullspaceClient, id: VolumeId): FilesRoot<VolumeId> => ({
  id,
  route: `/v1/volumes/${id}`,
  home: absolute("/"),
  files: api.files,
  transfers: api.transfers,
  searching: api.searching,
  uploads: api.uploads,
  pathOf: absolute,
});

// A relative one goes as it is: the control plane resolves it against the working directory, which it alone knows.
const relative = (text: string) => text as VolumePath;

export const filesOfSandbox = ({ sandboxes }: NullspaceClient, id: SandboxId): FilesRoot<SandboxId> => ({
  id,
  route: `/v1/sandboxes/${id}`,
  home: relative("."),
  files: sandboxes.files,
  transfers: sandboxes.transfers,
  searching: sandboxes.searching,
  uploads: sandboxes.uploads,
  pathOf: (text) => (text.startsWith("/") ? absolute(text) : relative(text)),
});
