import type { NullspaceEvent } from "#lib/api/events.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, isWithin, nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";
import type { WatchEvent } from "#lib/api/watching.ts";

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
    case "file.unpacked":
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

/** What the watch of a folder of a sandbox tells of it. `resync_required` of the folder itself names nothing: read it. */
export const watchedChanges = (
  events: readonly { readonly event: WatchEvent; readonly path: string }[],
  directory: VolumePath,
): DirectoryChange[] =>
  events.map(({ event, path }) => {
    // A watch tells paths in the form of VolumePath.
    const told = path as VolumePath;
    if (event === "resync_required" || parentOf(told) !== directory) return { directory, changed: [], removed: [] };
    return event === "remove" || event === "rename" ? removed(told) : changed(told);
  });

/** Many changes as one of each folder. A name that came and went again is gone, and the other way round. */
export function joinChanges(
  changes: readonly DirectoryChange[],
): Map<VolumePath, { readonly changed: ReadonlySet<string>; readonly removed: ReadonlySet<string> }> {
  const joined = new Map<VolumePath, { changed: Set<string>; removed: Set<string> }>();
  for (const { directory, changed, removed } of changes) {
    const all = joined.get(directory) ?? { changed: new Set(), removed: new Set() };
    joined.set(directory, all);
    for (const name of removed) {
      all.changed.delete(name);
      all.removed.add(name);
    }
    for (const name of changed) {
      all.removed.delete(name);
      all.changed.add(name);
    }
  }
  return joined;
}

/** Where a path is after `from` was moved to `to`, or null when the move does not concern it. */
export function movedPath(path: VolumePath, from: VolumePath, to: VolumePath): VolumePath | null {
  if (!isWithin(path, from)) return null;
  return path === from ? to : childOf(to, path.slice(from === "/" ? 1 : from.length + 1));
}
