import type { NullspaceEvent } from "#lib/api/events.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, isWithin, nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";

/** What an event means for the folders on the screen. */
export type DirectoryChange = {
  readonly directory: VolumePath;
  /** Names that are new or have changed. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
};

const changed = (path: VolumePath): DirectoryChange => ({
  directory: parentOf(path),
  changed: [nameOf(path)],
  removed: [],
});
const removed = (path: VolumePath): DirectoryChange => ({
  directory: parentOf(path),
  changed: [],
  removed: [nameOf(path)],
});

/** The folders that an event of this volume touches. Events carry paths in the form of `VolumePath`. */
export function directoryChanges(event: NullspaceEvent, volume: VolumeId): DirectoryChange[] {
  if (!("volume_id" in event) || event.volume_id !== volume) return [];
  switch (event.type) {
    case "file.written":
    case "file.directory_made":
    case "file.permissions_changed":
    case "file.restored":
      return [changed(event.data.path as VolumePath)];
    case "file.removed":
    case "file.trashed":
      return [removed(event.data.path as VolumePath)];
    case "file.moved":
      return [removed(event.data.path as VolumePath), changed(event.data.to as VolumePath)];
    case "file.copied":
      return [changed(event.data.to as VolumePath)];
    case "file.changed":
      return [
        {
          directory: event.data.directory as VolumePath,
          changed: event.data.changed,
          removed: event.data.removed,
        },
      ];
    default:
      return [];
  }
}

/** Where a path is after `from` was moved to `to`, or null when the move does not concern it. */
export function movedPath(path: VolumePath, from: VolumePath, to: VolumePath): VolumePath | null {
  if (!isWithin(path, from)) return null;
  return path === from ? to : childOf(to, path.slice(from === "/" ? 1 : from.length + 1));
}
