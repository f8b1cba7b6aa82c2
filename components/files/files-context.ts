"use client";
import { createContext, type RefObject, useContext } from "react";
import type { FileInfo } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Carry } from "./acts/carry-entries.ts";
import type { Desk } from "./acts/desk.ts";
import type { SelectionControl } from "./grid/use-selection.ts";
import type { Listing } from "./list/use-listing.ts";
import type { OnDropEntries } from "./use-drop-target.ts";
import type { Folder } from "./use-folder.ts";

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
  | { readonly kind: "peek" };

export type Files = {
  readonly volume: { readonly id: VolumeId; readonly name: string };
  /** Why nothing can be changed here, as a sentence; null when it can. */
  readonly readOnly: string | null;
  readonly folder: Folder;
  readonly listing: Listing;
  readonly selection: SelectionControl;
  readonly desk: Desk;
  readonly naming: Naming | null;
  readonly setNaming: (naming: Naming | null) => void;
  readonly setDialog: (dialog: FilesDialog | null) => void;
  readonly glowing: ReadonlySet<string>;
  readonly dirty: ReadonlySet<VolumePath>;
  readonly gridRef: RefObject<HTMLDivElement | null>;
  readonly focusList: () => void;
  /** Selects a name and brings it into sight, wherever in the folder it is. */
  readonly reveal: (name: string) => void;
  readonly openEntry: (entry: FileInfo) => void;
  readonly goToParent: () => void;
  /** The selected entries by path, and those of them that are loaded. Null when they could not be collected. */
  readonly collect: () => Promise<{ paths: VolumePath[]; known: FileInfo[] } | null>;
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
