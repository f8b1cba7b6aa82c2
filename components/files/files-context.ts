"use client";
import { createContext, type RefObject, useContext } from "react";
import type { NamedRoot } from "#lib/api/file-root.ts";
import type { FileInfo } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Carry } from "./acts/carry-entries.ts";
import type { Desk } from "./acts/desk.ts";
import type { SelectionControl } from "./grid/use-selection.ts";
import type { Listing } from "./list/use-listing.ts";
import type { Mounts } from "./model/mounts.ts";
import type { OnDropEntries } from "./use-drop-target.ts";
import type { Folder } from "./use-folder.ts";
import type { LiveFiles } from "./use-live-files.ts";

/** What is typed in the list right now: the name of a new entry, or a new name of one that is there. */
export type Naming = { readonly kind: "file" | "folder" } | { readonly kind: "rename"; readonly name: string };

export type FilesDialog =
  | {
      readonly kind: "carry";
      readonly how: "move" | "copy";
      readonly paths: readonly VolumePath[];
      readonly known: readonly FileInfo[];
    }
  | { readonly kind: "permissions"; readonly paths: readonly VolumePath[]; readonly known: readonly FileInfo[] }
  | {
      readonly kind: "delete";
      readonly paths: readonly VolumePath[];
      readonly known: readonly FileInfo[];
      readonly onConfirm: () => void;
    }
  | { readonly kind: "peek" };

/** Entries by path, and what is known of them. */
export type Collected = { readonly paths: readonly VolumePath[]; readonly known: readonly FileInfo[] };

export type Files = LiveFiles & {
  readonly root: NamedRoot;
  /** What is mounted in the root, by mount path. */
  readonly mounts: Mounts;
  /** Reads again what is on the screen. */
  readonly reread: () => void;
  /** Why nothing can be changed here, as a sentence; null when it can. */
  readonly readOnly: string | null;
  readonly folder: Folder;
  readonly listing: Listing;
  readonly selection: SelectionControl;
  readonly desk: Desk;
  readonly naming: Naming | null;
  readonly setNaming: (naming: Naming | null) => void;
  readonly setDialog: (dialog: FilesDialog | null) => void;
  readonly dirty: ReadonlySet<VolumePath>;
  readonly gridRef: RefObject<HTMLDivElement | null>;
  readonly focusList: () => void;
  /** Selects a name and brings it into sight, wherever in the folder it is; another folder than this one is revealed once it is gone to. */
  readonly reveal: (name: string, directory?: VolumePath) => void;
  readonly openEntry: (entry: FileInfo) => void;
  readonly goToParent: () => void;
  /** The selected entries. Null when they could not be read; the person was told. */
  readonly collect: () => Promise<Collected | null>;
  readonly carry: (carry: Carry) => Promise<void>;
  readonly onDropEntries: OnDropEntries;
};

export const FilesContext = createContext<Files | null>(null);

/** @throws Error outside of the file manager */
export function useFiles(): Files {
  const files = useContext(FilesContext);
  if (files === null) throw new Error("useFiles is for components of the file manager.");
  return files;
}
