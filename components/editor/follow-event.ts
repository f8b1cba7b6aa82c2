import type { NullspaceEvent } from "#lib/api/events.ts";
import { isWithin, nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";
import type { LiveMessage } from "#lib/queries/live-channel.ts";
import { change, type EditorDocument, etagOf, pathOf } from "./document.ts";
import { lookAtDisk } from "./follow-disk.ts";
import { follow, type Workspace } from "./workspace.ts";

/** Compares the open files with the disk: those at or below what changed, or all when that is null. */
export function lookAtFiles({ documents, transport }: Workspace, changed: readonly VolumePath[] | null): void {
  for (const document of documents.values())
    if (changed?.some((path) => isWithin(pathOf(document), path)) ?? true) void lookAtDisk(document, transport);
}

/** Lets the open files follow what happened in their volume. Paths of events are the API's own, parsed already. */
export function followEvent(workspace: Workspace, event: LiveMessage): void {
  if (event.type === "resync") {
    // What happened in between is not known: look at everything.
    lookAtFiles(workspace, null);
    return;
  }
  if (!("volume_id" in event) || event.volume_id !== workspace.root.id) return;
  switch (event.type) {
    case "file.written":
      for (const document of at(workspace, event.data.path)) {
        if (event.data.etag !== etagOf(document.state.get())) noteWho(document, event);
        void lookAtDisk(document, workspace.transport, event.data.etag);
      }
      return;
    case "file.moved": {
      // Both are paths the server answered.
      const [from, to] = [event.data.path as VolumePath, event.data.to as VolumePath];
      for (const document of within(workspace, to)) look(workspace, document, event);
      follow(workspace, from, to);
      return;
    }
    case "file.copied":
      for (const document of within(workspace, event.data.to)) look(workspace, document, event);
      return;
    case "file.removed":
    case "file.trashed":
    case "file.restored":
      for (const document of within(workspace, event.data.path)) look(workspace, document, event);
      return;
    case "file.changed": {
      const { directory, changed, removed, resync } = event.data;
      const names = new Set([...changed, ...removed]);
      for (const document of workspace.documents.values()) {
        const path = pathOf(document);
        const isMeant = resync
          ? isWithin(path, directory as VolumePath)
          : parentOf(path) === directory && names.has(nameOf(path));
        const isAbove =
          !resync &&
          removed.some((name) => isWithin(path, `${directory === "/" ? "" : directory}/${name}` as VolumePath));
        if (isMeant || isAbove) look(workspace, document, event);
      }
    }
  }
}

const at = ({ documents }: Workspace, path: string) => [...documents.values()].filter((one) => pathOf(one) === path);
const within = ({ documents }: Workspace, path: string) =>
  [...documents.values()].filter((one) => isWithin(pathOf(one), path as VolumePath));

function look(workspace: Workspace, document: EditorDocument, event: NullspaceEvent): void {
  noteWho(document, event);
  void lookAtDisk(document, workspace.transport);
}

const noteWho = (document: EditorDocument, { actor, at }: NullspaceEvent) =>
  change(document, { changedBy: { name: actor.kind === "system" ? "a process on the volume" : actor.name, at } });
