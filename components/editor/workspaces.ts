import type { FileRoot } from "#lib/api/file-root.ts";
import { byGrant } from "./file-transport.ts";
import { createWorkspace, dirtyDocuments, type Workspace } from "./workspace.ts";

const workspaces = new Map<FileRoot["id"], Workspace>();

/** The open files of a root, for as long as this page lives, shown or not. */
export function workspaceOf(root: FileRoot): Workspace {
  const known = workspaces.get(root.id);
  if (known) return known;
  const workspace = createWorkspace(root, byGrant);
  workspace.dirty.subscribe(guardUnload);
  workspaces.set(root.id, workspace);
  return workspace;
}

export const allDirty = () => [...workspaces.values()].flatMap(dirtyDocuments);

/** The browser asks before it throws drafts away. Listening at all slows going back, so only while there are some. */
function guardUnload(): void {
  if (allDirty().length > 0) window.addEventListener("beforeunload", ask);
  else window.removeEventListener("beforeunload", ask);
}

const ask = (event: BeforeUnloadEvent) => event.preventDefault();
