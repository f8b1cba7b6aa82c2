import { beforeEach, expect, it } from "vitest";
import type { NewEvent } from "#lib/api/events.ts";
import { volumeRoot } from "#lib/api/file-root.ts";
import { VolumeId } from "#lib/api/ids.ts";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import { noteEdit, saveStateOf } from "./document.ts";
import type { FileTransport } from "./file-transport.ts";
import { followEvent } from "./follow-event.ts";
import { close, createWorkspace, documentAt, open, show, type Workspace } from "./workspace.ts";

const VOLUME = VolumeId.parse("vol_3f8a21c09b7e");
const at = (text: string): VolumePath => {
  const parsed = parseVolumePath(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.path;
};

let files: Map<string, string>;
let workspace: Workspace;

beforeEach(() => {
  files = new Map([
    ["/d/a.txt", "a"],
    ["/d/b.txt", "b"],
    ["/db.txt", "c"],
  ]);
  const etag = (text: string) => `"${text}"`;
  const transport: FileTransport = {
    read: async (_, path) => {
      const text = files.get(path);
      return text === undefined
        ? { kind: "missing" }
        : { kind: "whole", bytes: new TextEncoder().encode(text), etag: etag(text) };
    },
    version: async (_, path) => {
      const text = files.get(path);
      return text === undefined ? null : etag(text);
    },
    write: async () => ({ etag: etag("written") }),
  };
  workspace = createWorkspace(volumeRoot(VOLUME), transport);
});

const happen = (event: NewEvent) =>
  followEvent(workspace, { ...event, id: "1", at: "2026-11-23T10:00:00Z", actor: { kind: "api_key", name: "ci" } });

/** Opens a file and waits until it is shown. */
async function opened(text: string) {
  const path = at(text);
  open(workspace, path);
  const document = documentAt(workspace, path);
  show(workspace, document);
  await expect.poll(() => saveStateOf(document)?.at).toBe("clean");
  return document;
}
const shown = (document: Awaited<ReturnType<typeof opened>>) => document.text?.lines().join("\n");

it("follows a renamed folder with its tabs and drafts", async () => {
  const document = await opened("/d/a.txt");
  await opened("/db.txt");
  happen({ type: "file.moved", volume_id: VOLUME, data: { path: "/d", to: "/e" } });
  expect(workspace.tabs.get()).toEqual({ paths: ["/e/a.txt", "/db.txt"], active: "/db.txt" });
  expect(documentAt(workspace, at("/e/a.txt"))).toBe(document);
});

it("reloads what was written by others, and says who", async () => {
  const document = await opened("/d/a.txt");
  files.set("/d/a.txt", "new");
  happen({
    type: "file.written",
    volume_id: VOLUME,
    data: { path: "/d/a.txt", size: 3, etag: '"new"', created: false },
  });
  await expect.poll(() => shown(document)).toBe("new");
  expect(document.state.get().changedBy?.name).toBe("ci");
});

it("looks again at what a process on the volume changed, and at what it removed with its folder", async () => {
  const a = await opened("/d/a.txt");
  const b = await opened("/d/b.txt");
  files.set("/d/a.txt", "new");
  const data = { directory: "/d", changed: ["a.txt"], removed: [], resync: false };
  happen({ type: "file.changed", volume_id: VOLUME, data });
  await expect.poll(() => shown(a)).toBe("new");
  files.delete("/d/b.txt");
  happen({
    type: "file.changed",
    volume_id: VOLUME,
    data: { directory: "/", changed: [], removed: ["d"], resync: false },
  });
  await expect.poll(() => saveStateOf(b)?.at).toBe("gone");
});

it("leaves the files of other volumes, and names that only begin alike, alone", async () => {
  const document = await opened("/db.txt");
  files.set("/db.txt", "new");
  const other = VolumeId.parse("vol_000000000000");
  happen({ type: "file.written", volume_id: other, data: { path: "/db.txt", size: 3, etag: '"new"', created: false } });
  happen({ type: "file.removed", volume_id: VOLUME, data: { path: "/d" } });
  await Promise.resolve();
  expect(shown(document)).toBe("c");
  followEvent(workspace, { type: "resync" });
  await expect.poll(() => shown(document)).toBe("new");
});

it("counts what is not saved, and forgets it with its tab", async () => {
  const document = await opened("/d/a.txt");
  document.text = { lines: () => ["x"], version: () => 1, replace: () => undefined, dispose: () => undefined };
  noteEdit(document);
  expect([...workspace.dirty.get()]).toEqual(["/d/a.txt"]);
  close(workspace, [at("/d/a.txt")]);
  expect(workspace.dirty.get().size).toBe(0);
  expect(workspace.tabs.get().active).toBeNull();
});
