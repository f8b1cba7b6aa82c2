import type { NullspaceEvent } from "#lib/api/events.ts";
import { childOf, isWithin, parentOf, type VolumePath } from "#lib/api/paths.ts";
import type { WatchEvent } from "#lib/api/watching.ts";

export type FileEvent = { event: WatchEvent; path: VolumePath };
export type Watched = { path: VolumePath; recursive: boolean };

// Paths in events were VolumePaths when they were written.
const at = (event: WatchEvent, path: string): FileEvent => ({ event, path: path as VolumePath });

function told(event: NullspaceEvent): FileEvent[] {
  switch (event.type) {
    case "file.written":
      return [at(event.data.created ? "create" : "write", event.data.path)];
    case "file.directory_made":
    case "file.unpacked":
    case "file.restored":
      return [at("create", event.data.path)];
    case "file.copied":
      return [at("create", event.data.to)];
    case "file.moved":
      return [at("rename", event.data.path), at("create", event.data.to)];
    case "file.removed":
    case "file.trashed":
      return [at("remove", event.data.path)];
    case "file.permissions_changed":
      return [at("chmod", event.data.path)];
    case "file.changed": {
      const { directory, changed, created = [], removed, resync } = event.data;
      const child = (name: string) => childOf(directory as VolumePath, name);
      if (resync) return [at("resync_required", directory)];
      return [
        ...changed.map((name) => at(created.includes(name) ? "create" : "write", child(name))),
        ...removed.map((name) => at("remove", child(name))),
      ];
    }
    default:
      return [];
  }
}

function seenBy({ path, recursive }: Watched, { event, path: changed }: FileEvent): FileEvent[] {
  const seen = changed === path || (recursive ? isWithin(changed, path) : parentOf(changed) === path);
  // Whoever lists one level has nothing to list again for what is deeper.
  if (event === "resync_required" && !recursive && changed !== path)
    return isWithin(path, changed) ? [at(event, path)] : [];
  if (seen) return [at(event, changed)];
  // A directory above came or went, and the watched one with it.
  return isWithin(path, changed) && event !== "chmod" ? [at("resync_required", path)] : [];
}

/** What an event of the team's story is to someone who watches a path. */
export const fileEventsOf = (watched: Watched, event: NullspaceEvent): FileEvent[] =>
  told(event).flatMap((one) => seenBy(watched, one));
