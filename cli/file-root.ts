import type { SandboxId, VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { type FilesRoot, filesOfSandbox, filesOfVolume } from "../client/files-root.ts";
import { findVolume } from "./find-volume.ts";
import { idArgument } from "./id-argument.ts";
import { openClient } from "./open-client.ts";
import { pathArgument } from "./path-argument.ts";

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
  open(reference: string): Promise<FilesRoot<Id>>;
};

export const volumeRoot: FileRoot<VolumeId> = {
  noun: "volume",
  argument: "<volume>",
  title: "Volume Files",
  home: "/",
  path: pathArgument,
  open: async (reference) => {
    const api = openClient();
    return filesOfVolume(api, (await findVolume(api, reference)).id);
  },
};

export const sandboxRoot: FileRoot<SandboxId> = {
  noun: "sandbox",
  argument: "<sandbox-id>",
  title: "Sandbox Files",
  home: "./",
  // A relative one goes as it is: the control plane resolves it against the working directory, which it alone knows.
  path: (text) => (text.startsWith("/") ? pathArgument(text) : (text as VolumePath)),
  open: async (reference) => filesOfSandbox(openClient(), idArgument<SandboxId>(reference)),
};
