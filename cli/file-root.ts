import type { files } from "#lib/api/client/files.ts";
import type { searching } from "#lib/api/client/searching.ts";
import type { transfers } from "#lib/api/client/transfers.ts";
import type { uploads } from "#lib/api/client/uploads.ts";
import type { SandboxId, VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { SandboxUploadSession } from "#lib/api/sandbox-uploads.ts";
import type { UploadSession } from "#lib/api/uploads.ts";
import { findVolume } from "./find-volume.ts";
import { idArgument } from "./id-argument.ts";
import { openClient } from "./open-client.ts";
import { pathArgument } from "./path-argument.ts";

/** The files of one volume or one sandbox, and the calls on them. */
export type OpenedRoot<Id extends string = string> = {
  id: Id;
  /** Where its routes begin, such as `/v1/volumes/vol_3f8a21c09b7e`. */
  route: string;
  files: ReturnType<typeof files<Id>>;
  transfers: ReturnType<typeof transfers<Id>>;
  searching: ReturnType<typeof searching<Id>>;
  uploads: ReturnType<typeof uploads<Id, UploadSession | SandboxUploadSession>>;
};

/** Whose files a group of commands is about. */
export type FileRoot<Id extends string> = {
  noun: "volume" | "sandbox";
  /** The argument that names one. */
  argument: string;
  title: string;
  /** Where a path begins that is not given, with the slash behind it. */
  home: string;
  /** @throws UsageError with the rule that the path breaks */
  path(text: string): VolumePath;
  /** @throws ApiError when there is none, MissingKeyError */
  open(reference: string): Promise<OpenedRoot<Id>>;
};

export const volumeRoot: FileRoot<VolumeId> = {
  noun: "volume",
  argument: "<volume>",
  title: "Volume Files",
  home: "/",
  path: pathArgument,
  open: async (reference) => {
    const api = openClient();
    const { id } = await findVolume(api, reference);
    const { files, transfers, searching, uploads } = api;
    return { id, route: `/v1/volumes/${id}`, files, transfers, searching, uploads };
  },
};

export const sandboxRoot: FileRoot<SandboxId> = {
  noun: "sandbox",
  argument: "<sandbox-id>",
  title: "Sandbox Files",
  home: "./",
  // A relative one goes as it is: the control plane resolves it against the working directory, which it alone knows.
  path: (text) => (text.startsWith("/") ? pathArgument(text) : (text as VolumePath)),
  open: async (reference) => {
    const { files, transfers, searching, uploads } = openClient().sandboxes;
    const id = idArgument<SandboxId>(reference);
    return { id, route: `/v1/sandboxes/${id}`, files, transfers, searching, uploads };
  },
};
