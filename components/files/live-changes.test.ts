import { expect, test } from "vitest";
import type { NullspaceEvent } from "#lib/api/events.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { directoryChanges, joinChanges, movedPath, watchedChanges } from "./live-changes.ts";

const volume = "vol_3f8a21c09b7e" as VolumeId;
const base = { id: "1", at: "2026-01-01T00:00:00Z", actor: { kind: "user" as const, name: "a" }, volume_id: volume };
const path = (text: string) => text as VolumePath;

test("a move empties one folder and fills another", () => {
  const event: NullspaceEvent = { ...base, type: "file.moved", data: { path: "/a/x", to: "/b/y" } };
  expect(directoryChanges(event, volume)).toEqual([
    { directory: "/a", changed: [], removed: ["x"] },
    { directory: "/b", changed: ["y"], removed: [] },
  ]);
});

test("another volume's events are nobody's here", () => {
  const event: NullspaceEvent = { ...base, type: "file.directory_made", data: { path: "/a" } };
  expect(directoryChanges(event, "vol_000000000000" as VolumeId)).toEqual([]);
});

test("a watch tells of its own folder, and one that lost count has it read", () => {
  const events = [
    { event: "create", path: "/w/new" },
    { event: "remove", path: "/w/old" },
    { event: "resync_required", path: "/w" },
  ] as const;
  expect(watchedChanges(events, path("/w"))).toEqual([
    { directory: "/w", changed: ["new"], removed: [] },
    { directory: "/w", changed: [], removed: ["old"] },
    { directory: "/w", changed: [], removed: [] },
  ]);
});

test("many changes of a folder become one, in which the last word on a name counts", () => {
  const joined = joinChanges([
    { directory: path("/a"), changed: ["x", "y"], removed: [] },
    { directory: path("/b"), changed: ["z"], removed: [] },
    { directory: path("/a"), changed: [], removed: ["x", "w"] },
    { directory: path("/a"), changed: ["w"], removed: [] },
  ]);
  expect([...joined.keys()]).toEqual(["/a", "/b"]);
  expect([...(joined.get(path("/a"))?.changed ?? [])]).toEqual(["y", "w"]);
  expect([...(joined.get(path("/a"))?.removed ?? [])]).toEqual(["x"]);
});

test("a shown folder follows the move of itself or of one above it, and of no like-named neighbour", () => {
  expect(movedPath(path("/a/b/c"), path("/a"), path("/z"))).toBe("/z/b/c");
  expect(movedPath(path("/a"), path("/a"), path("/z/a"))).toBe("/z/a");
  expect(movedPath(path("/ab"), path("/a"), path("/z"))).toBeNull();
});
