import type { Failure } from "#lib/actions/failure.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { TextForm } from "./decode-text.ts";
import { nextSaveState, type SaveEvent, type SaveState } from "./save-state.ts";
import { createStore, type Store } from "./store.ts";

/** What a tab holds. Only `text` can be edited. */
export type Content =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "missing" }
  | { readonly kind: "text"; readonly form: TextForm; readonly save: SaveState }
  /** Text that is not UTF-8. */
  | { readonly kind: "foreign"; readonly encoding: string; readonly etag: string }
  | { readonly kind: "binary"; readonly size: number; readonly etag: string }
  /** Text too large to edit: its beginning. */
  | {
      readonly kind: "head";
      readonly size: number;
      readonly shown: number;
      readonly encoding: string;
      readonly etag: string;
    }
  /** Shown by the browser itself; the editor never reads its bytes. `revision` grows when the file changes. */
  | { readonly kind: "media"; readonly revision: number };

/** Ways to look at an open file. */
export type View = "source" | "preview" | "bytes";

export type DocumentState = {
  readonly path: VolumePath;
  readonly content: Content;
  /** The way chosen to look at it; null: as fits the file. */
  readonly chosenView: View | null;
  /** Who last changed the file other than this editor, as the events tell it. */
  readonly changedBy: { readonly name: string; readonly at: string } | null;
};

/** Where the text lives: a plain string until Monaco is there, then its model. */
export type TextHolder = {
  /** The text without line ends. */
  lines: () => string[];
  /** Puts another text in its place, and leaves the cursor where it was as far as it can. */
  replace: (text: string, form: TextForm) => void;
  /** Another number after every edit, and the same one again when undo leads back. */
  version: () => number;
  dispose: () => void;
};

/** One open file. Everything that changes over time and is drawn is in `state`. */
export type EditorDocument = {
  readonly root: FileRoot;
  readonly state: Store<DocumentState>;
  /** Whether its file was asked for. */
  shown: boolean;
  text: TextHolder | null;
  /** `text.version()` of what is on the disk. */
  savedVersion: number;
  /** The save that is on its way. */
  saving: Promise<void> | null;
  /** What events told of the disk while a save was on its way: a version, or null for nothing there. */
  seenWhileSaving: string | null | undefined;
};

export const createDocument = (root: FileRoot, path: VolumePath): EditorDocument => ({
  root,
  state: createStore<DocumentState>({ path, content: { kind: "loading" }, chosenView: null, changedBy: null }),
  shown: false,
  text: null,
  savedVersion: 0,
  saving: null,
  seenWhileSaving: undefined,
});

export const pathOf = (document: EditorDocument): VolumePath => document.state.get().path;

export function change(document: EditorDocument, part: Partial<DocumentState>): void {
  document.state.set({ ...document.state.get(), ...part });
}

export function saveStateOf(document: EditorDocument): SaveState | null {
  const { content } = document.state.get();
  return content.kind === "text" ? content.save : null;
}

/** Lets `event` happen to the save state and answers the new one; null for what cannot be edited. */
export function tell(document: EditorDocument, event: SaveEvent): SaveState | null {
  const { content } = document.state.get();
  if (content.kind !== "text") return null;
  const save = nextSaveState(content.save, event);
  if (save !== content.save) change(document, { content: { ...content, save } });
  return save;
}

/** Call after every edit of the text. */
export function noteEdit(document: EditorDocument): void {
  if (!document.text) return;
  tell(document, { type: document.text.version() === document.savedVersion ? "restored" : "edited" });
}

/** The version of the file that is shown, or null when there is none. */
export function etagOf({ content }: DocumentState): string | null {
  if (content.kind === "text") return content.save.etag;
  return "etag" in content ? content.etag : null;
}
