import { and, asc, eq, gt } from "drizzle-orm";
import type { NullspaceEvent } from "#lib/api/events.ts";
import type { TeamId, VolumeId } from "#lib/api/ids.ts";
import { isWithin, nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";
import type { System } from "../context.ts";
import { events } from "../db/schema.ts";
import { toEvent } from "../events/to-event.ts";
import type { Found } from "./scan-contract.ts";

/** What the API last said about one name of a directory. */
export type Touch = {
  present: boolean;
  /** The version that was told; null when none was. */
  etag: string | null;
  atMs: number;
};

const MAX_EVENTS = 1_000;
/** An event is written after its act changed the disk; the database's clock may be a little behind the disk's. */
const SLACK_MS = 250;

type Told = { path: string; present: boolean; etag: string | null };

/** What an event says of names: the paths of file events are in the form of VolumePath. */
function toldBy(event: NullspaceEvent): Told[] {
  switch (event.type) {
    case "file.written":
      return [{ path: event.data.path, present: true, etag: event.data.etag }];
    case "file.directory_made":
    case "file.permissions_changed":
    case "file.unpacked":
    case "file.restored":
      return [{ path: event.data.path, present: true, etag: null }];
    case "file.copied":
      return [{ path: event.data.to, present: true, etag: null }];
    case "file.moved":
      return [
        { path: event.data.path, present: false, etag: null },
        { path: event.data.to, present: true, etag: null },
      ];
    case "file.removed":
    case "file.trashed":
      return [{ path: event.data.path, present: false, etag: null }];
    default:
      return [];
  }
}

/** What an observation calls a path; null when it does not see it. */
function nameWithin(place: { directory: VolumePath; recursive: boolean }, path: VolumePath): string | null {
  if (!place.recursive) return parentOf(path) === place.directory ? nameOf(path) : null;
  if (path === place.directory || !isWithin(path, place.directory)) return null;
  return path.slice(place.directory === "/" ? 1 : place.directory.length + 1);
}

/** What the API did in `directory` after the cursor, by name, and where it has read to. */
export async function readTouches(
  system: System,
  place: { team: TeamId; volumeId: VolumeId; directory: VolumePath; recursive: boolean },
  after: number,
): Promise<{ touches: Map<string, Touch>; cursor: number }> {
  const rows = await system.database.queries
    .select()
    .from(events)
    .where(and(eq(events.teamId, place.team), eq(events.volumeId, place.volumeId), gt(events.seq, after)))
    .orderBy(asc(events.seq))
    .limit(MAX_EVENTS);
  const touches = new Map<string, Touch>();
  for (const row of rows)
    for (const { path, present, etag } of toldBy(toEvent(row))) {
      // Paths in events were VolumePaths when they were written.
      const volumePath = path as VolumePath;
      const name = nameWithin(place, volumePath);
      if (name !== null) touches.set(name, { present, etag, atMs: row.at.getTime() });
    }
  return { touches, cursor: rows.at(-1)?.seq ?? after };
}

/** Whether what was found on the disk is what the API has told already. */
export function explains(touch: Touch, found: Found): boolean {
  if (touch.present !== found.present) return false;
  if (!found.present) return true;
  if (touch.etag !== null && touch.etag !== found.etag) return false;
  return found.changedMs <= touch.atMs + SLACK_MS;
}
