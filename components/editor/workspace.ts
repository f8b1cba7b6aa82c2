import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { change, createDocument, type EditorDocument, pathOf, saveStateOf } from "./document.ts";
import type { FileTransport } from "./file-transport.ts";
import { loadDocument } from "./load-document.ts";
import { rememberedTabs, rememberTabs } from "./remember-tabs.ts";
import { isDirty } from "./save-state.ts";
import { createStore, type Store } from "./store.ts";
import { closeTabs, movedPath, moveTabs, openTab, type Tabs } from "./tabs-state.ts";

/** The open files of one root. It outlives the screen that shows it, so that leaving a page loses no draft. */
export type Workspace = {
  readonly root: FileRoot;
  readonly transport: FileTransport;
  readonly tabs: Store<Tabs>;
  /** A document for each tab that was looked at. */
  readonly documents: Map<VolumePath, EditorDocument>;
  /** The paths with something to save. A new set whenever it changes. */
  readonly dirty: Store<ReadonlySet<VolumePath>>;
};

export function createWorkspace(root: FileRoot, transport: FileTransport): Workspace {
  const tabs = createStore(rememberedTabs(root));
  tabs.subscribe(() => rememberTabs(root, tabs.get()));
  return { root, transport, tabs, documents: new Map(), dirty: createStore<ReadonlySet<VolumePath>>(new Set()) };
}

/** The document of an open tab. `show` reads its file. */
export function documentAt(workspace: Workspace, path: VolumePath): EditorDocument {
  const known = workspace.documents.get(path);
  if (known) return known;
  const document = createDocument(workspace.root, path);
  document.state.subscribe(() => countDirty(workspace));
  workspace.documents.set(path, document);
  return document;
}

/** Reads the file of a document that is looked at for the first time. */
export function show(workspace: Workspace, document: EditorDocument): void {
  if (document.shown) return;
  document.shown = true;
  void loadDocument(document, workspace.transport);
}

export const open = (workspace: Workspace, path: VolumePath): void =>
  workspace.tabs.set(openTab(workspace.tabs.get(), path));

/** Closes tabs and forgets their texts, saved or not: ask first. */
export function close(workspace: Workspace, paths: readonly VolumePath[]): void {
  for (const path of paths) {
    workspace.documents.get(path)?.text?.dispose();
    workspace.documents.delete(path);
  }
  workspace.tabs.set(closeTabs(workspace.tabs.get(), paths));
  countDirty(workspace);
}

/** Follows a file or a directory that was renamed. */
export function follow(workspace: Workspace, from: VolumePath, to: VolumePath): void {
  for (const document of [...workspace.documents.values()]) {
    const before = pathOf(document);
    const after = movedPath(before, from, to);
    if (after === before) continue;
    workspace.documents.get(after)?.text?.dispose();
    workspace.documents.delete(before);
    workspace.documents.set(after, document);
    change(document, { path: after });
  }
  workspace.tabs.set(moveTabs(workspace.tabs.get(), from, to));
  countDirty(workspace);
}

export function dirtyDocuments(workspace: Workspace): EditorDocument[] {
  return [...workspace.documents.values()].filter(isDirtyDocument);
}

export function isDirtyDocument(document: EditorDocument): boolean {
  const save = saveStateOf(document);
  return save !== null && isDirty(save);
}

function countDirty(workspace: Workspace): void {
  const before = workspace.dirty.get();
  const now = new Set(dirtyDocuments(workspace).map(pathOf));
  if (now.size !== before.size || [...now].some((path) => !before.has(path))) workspace.dirty.set(now);
}
