import { appendFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { VolumePath } from "#lib/api/paths.ts";
import type { WatchMessage } from "#lib/api/watching.ts";
import type { System } from "../context.ts";
import { makeVolumeDirectory } from "../files/make-volume-directory.ts";
import { removeVolumeFile } from "../files/remove-volume-file.ts";
import { renameVolumeFile } from "../files/rename-volume-file.ts";
import { writeVolumeFile } from "../files/write-volume-file.ts";
import { listApiKeys } from "../identity/list-api-keys.ts";
import { revokeApiKey } from "../identity/revoke-api-key.ts";
import { repeat } from "../server/repeat.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { createTestVolume, type TestVolume } from "../testing/create-test-volume.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { serveApp } from "../testing/serve-app.ts";
import { deleteVolume } from "../volumes/delete-volume.ts";
import { LOOK_MS, watchObserved } from "./watch-observed.ts";

const PATIENT = { timeout: 30_000 };
// Each is in the form of a VolumePath.
const at = (path: string) => path as VolumePath;

describe.skipIf(databaseMissing() !== null)("watching a volume over a WebSocket", () => {
  let system: System;
  let server: { url: string; close: () => Promise<void> };
  let close: () => Promise<void>;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    server = await serveApp(system);
    stop = repeat("watch", LOOK_MS, system.log, () => watchObserved(system));
  });
  afterAll(async () => {
    await stop();
    await server.close();
    await close();
  });

  const connect = (id: string, key: string) =>
    new WebSocket(`${server.url.replace("http", "ws")}/v1/volumes/${id}/ws`, {
      headers: { authorization: `Bearer ${key}` },
    });
  /** What the server answers to a request that it does not upgrade. */
  const refusal = (socket: WebSocket) =>
    new Promise<number | undefined>((resolve) => {
      socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
      socket.on("error", () => {});
    });

  async function follow(volume: TestVolume, key: string, start: object) {
    const socket = connect(volume.id, key);
    const heard: WatchMessage[] = [];
    let closed: number | null = null;
    socket.on("message", (data) => heard.push(JSON.parse(data.toString()) as WatchMessage));
    socket.on("close", (code) => {
      closed = code;
    });
    await new Promise((resolve) => socket.once("open", resolve));
    socket.send(JSON.stringify({ type: "file_watch", id: "watch_1", user: null, timeout_secs: 5, ...start }));
    await expect.poll(() => heard.length, PATIENT).toBeGreaterThan(0);
    const events = () =>
      heard.flatMap((one) => (one.type === "file_event" ? [`${one.event} ${one.path} ${one.name}`] : []));
    return {
      socket,
      heard,
      events,
      closed: () => closed,
      until: (text: string) => expect.poll(events, PATIENT).toContain(text),
    };
  }
  async function made(): Promise<{ team: TestTeam; volume: TestVolume }> {
    const team = await createTestTeam(system);
    const volume = await createTestVolume(system, team);
    await makeVolumeDirectory(team.member, volume.id, at("/d/sub"));
    return { team, volume };
  }

  it("tells the acts of the API in one directory, and nothing of what lies deeper or elsewhere", async () => {
    const { team, volume } = await made();
    const watch = await follow(volume, team.keys.read, { path: "/d", recursive: false });
    expect(watch.heard[0]).toEqual({ type: "file_watch_started", id: "watch_1" });
    const write = (path: string) =>
      writeVolumeFile(team.member, volume.id, { path: at(path), content: "x", encoding: "utf8" });
    await write("/d/sub/deep.txt");
    await write("/elsewhere.txt");
    await write("/d/a.txt");
    await write("/d/a.txt");
    await renameVolumeFile(team.member, volume.id, { old_path: at("/d/a.txt"), new_path: at("/d/b.txt") });
    await removeVolumeFile(team.member, volume.id, at("/d/b.txt"));
    await watch.until("remove /d/b.txt b.txt");
    expect(watch.events()).toEqual([
      "create /d/a.txt a.txt",
      "write /d/a.txt a.txt",
      "rename /d/a.txt a.txt",
      "create /d/b.txt b.txt",
      "remove /d/b.txt b.txt",
    ]);
    await removeVolumeFile(team.member, volume.id, at("/d"));
    await watch.until("remove /d d");
    watch.socket.close();
  });

  it("tells what processes change through mounts, below the directory too when asked, and what the API did only once", async () => {
    const { team, volume } = await made();
    const watch = await follow(volume, team.keys.read, { path: "/d", recursive: true });
    const path = at("/d/sub/by-api.txt");
    await writeVolumeFile(team.member, volume.id, { path, content: "x", encoding: "utf8" });
    await mkdir(join(volume.data, "d/sub/new/er"), { recursive: true });
    await writeFile(join(volume.data, "d/sub/new/er/c.txt"), "c");
    await writeFile(join(volume.data, "d/e.txt"), "e");
    await watch.until("create /d/sub/new/er/c.txt c.txt");
    await watch.until("create /d/e.txt e.txt");
    await appendFile(join(volume.data, "d/e.txt"), "more");
    await watch.until("write /d/e.txt e.txt");
    await rm(join(volume.data, "d/sub/new"), { recursive: true });
    await watch.until("remove /d/sub/new/er/c.txt c.txt");
    expect(watch.events().filter((event) => event.includes("by-api"))).toEqual(["create /d/sub/by-api.txt by-api.txt"]);
    await mkdir(join(volume.data, "many"));
    for (let i = 0; i < 150; i++) await writeFile(join(volume.data, `many/${i}`), "");
    // All at once: one by one they may be told in several looks.
    await rename(join(volume.data, "many"), join(volume.data, "d/many"));
    await watch.until("resync_required /d d");
    watch.socket.close();
  });

  it("refuses who may not, what is not there, and what it does not understand", async () => {
    const { team, volume } = await made();
    const stranger = await createTestTeam(system);
    expect(await refusal(connect(volume.id, "ns_live_00000000000000000000000000000000"))).toBe(401);
    expect(await refusal(connect(volume.id, stranger.keys.read))).toBe(404);
    const missing = await follow(volume, team.keys.read, { path: "/none" });
    expect(missing.heard[0]).toMatchObject({ type: "error", id: "watch_1", message: expect.stringContaining("/none") });
    const relative = await follow(volume, team.keys.read, { path: "d" });
    expect(relative.heard[0]).toMatchObject({ type: "error", id: "watch_1" });
    await expect.poll(relative.closed, PATIENT).toBe(1008);
    const plain = await fetch(`${server.url}/v1/volumes/${volume.id}/ws`, {
      headers: { authorization: `Bearer ${team.keys.read}` },
    });
    expect(plain.status).toBe(400);
  });

  it("ends when the right to it or the volume is gone", async () => {
    const { team, volume } = await made();
    const byKey = await follow(volume, team.keys.read, { path: "/" });
    const key = (await listApiKeys(team.admin)).find(({ name }) => name === "read key");
    if (key === undefined) throw new Error("the key is gone");
    await revokeApiKey(team.admin, key.id);
    await expect.poll(() => byKey.heard.at(-1), PATIENT).toMatchObject({ type: "error", id: "watch_1" });
    await expect.poll(byKey.closed, PATIENT).toBe(1008);
    const other = await follow(volume, team.keys.write, { path: "/" });
    await deleteVolume(team.member, volume.id);
    await expect.poll(() => other.heard.at(-1), PATIENT).toMatchObject({ type: "error" });
  });
});
