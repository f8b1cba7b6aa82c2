import { execFileSync } from "node:child_process";
import { appendFile, chmod, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NullspaceEvent } from "#lib/api/events.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { createApp } from "../http/app.ts";
import { repeat } from "../server/repeat.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { type EventFollower, followEvents } from "../testing/follow-events.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { LOOK_MS, watchObserved } from "./watch-observed.ts";

describe.skipIf(databaseMissing() !== null)("observing a volume", () => {
  let system: System;
  let close: () => Promise<void>;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    stop = repeat("watch", LOOK_MS, system.log, () => watchObserved(system));
  });
  afterAll(async () => {
    await stop();
    await close();
  });

  async function call(team: TestTeam, method: string, path: string, body?: unknown): Promise<Response> {
    return createApp(system).request(path, {
      method,
      headers: { authorization: `Bearer ${team.keys.write}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
  /** A volume whose root is observed, with the stream of its events. */
  async function observed(prepare: (data: string) => Promise<void> = async () => {}) {
    const team = await createTestTeam(system);
    const { id } = await team.makeVolume();
    const data = join(system.config.dataDirectory, "volumes", id, "data");
    await prepare(data);
    const stream = await followEvents(() => call(team, "GET", `/v1/events?volume=${id}`));
    const response = await call(team, "GET", `/v1/volumes/${id}/observe?path=/&path=/sub`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ expires_at: expect.any(String) });
    return { team, id, data, stream };
  }
  const changes = (stream: EventFollower) =>
    stream.heard.flatMap((event) => (event.type === "file.changed" ? [event.data] : []));
  const changed =
    (name: string, directory = "/") =>
    (event: NullspaceEvent) =>
      event.type === "file.changed" && event.data.directory === directory && event.data.changed.includes(name);
  const removed = (name: string) => (event: NullspaceEvent) =>
    event.type === "file.changed" && event.data.removed.includes(name);
  const write = (team: TestTeam, id: VolumeId, path: string, content: string) =>
    call(team, "POST", `/v1/volumes/${id}/files/write`, { path, content });

  it("tells what is made, changed, renamed and removed directly on the disk", async () => {
    const { data, stream } = await observed(async (root) => writeFile(join(root, "old"), "1"));
    await writeFile(join(data, "new"), "1");
    await stream.until(changed("new"));
    await appendFile(join(data, "old"), "2");
    await stream.until(changed("old"));
    await rename(join(data, "new"), join(data, "newer"));
    await stream.until(changed("newer"));
    await stream.until(removed("new"));
    await rm(join(data, "old"));
    await stream.until(removed("old"));
    expect(changes(stream).every(({ resync }) => !resync)).toBe(true);
    await stream.close();
  });

  it("tells of a mode that changed, and of names that are not text", async () => {
    const { data, stream } = await observed(async (root) => writeFile(join(root, "file"), "1"));
    await chmod(join(data, "file"), 0o600);
    await stream.until(changed("file"));
    await writeFile(Buffer.concat([Buffer.from(`${data}/`), Buffer.from([0x61, 0xff, 0x0a])]), "x");
    await stream.until(changed("\u{FFFD}a%FF%0A"));
    await stream.close();
  });

  it("does not tell again what the API has told", async () => {
    const { team, id, data, stream } = await observed();
    for (const [path, content] of [
      ["/a", "1"],
      ["/b", "1"],
      ["/a", "22"],
    ] as const)
      expect((await write(team, id, path, content)).status).toBe(200);
    await call(team, "POST", `/v1/volumes/${id}/files/mkdir`, { path: "/made" });
    await call(team, "POST", `/v1/volumes/${id}/files/rename`, { old_path: "/b", new_path: "/c" });
    await call(team, "POST", `/v1/volumes/${id}/files/remove`, { path: "/a" });
    // What comes after it on the disk is told, so that everything before has been looked at.
    await writeFile(join(data, "direct"), "1");
    await stream.until(changed("direct"));
    expect(changes(stream)).toEqual([
      { directory: "/", changed: ["direct"], created: ["direct"], removed: [], resync: false },
    ]);
    await stream.close();
  });

  it("tells what the disk did to a file that the API had written", async () => {
    const { team, id, data, stream } = await observed();
    await write(team, id, "/shared", "from the API");
    await writeFile(join(data, "shared"), "from a process");
    await stream.until(changed("shared"));
    await write(team, id, "/shared", "from the API again");
    await rm(join(data, "shared"));
    await stream.until(removed("shared"));
    await stream.close();
  });

  it("follows a directory that comes, goes and is replaced", async () => {
    const { data, stream } = await observed();
    const resynced = (event: NullspaceEvent) =>
      event.type === "file.changed" && event.data.directory === "/sub" && event.data.resync;
    await mkdir(join(data, "sub"));
    await stream.until(resynced);
    await writeFile(join(data, "sub", "inside"), "1");
    await stream.until(changed("inside", "/sub"));
    const heard = stream.heard.length;
    await rename(join(data, "sub"), join(data, "gone"));
    await mkdir(join(data, "sub"));
    await stream.until((event) => resynced(event) && stream.heard.indexOf(event) >= heard);
    await writeFile(join(data, "sub", "again"), "1");
    await stream.until(changed("again", "/sub"));
    await stream.close();
  });

  it("opens no FIFO and follows no link", async () => {
    const outside = join(system.config.dataDirectory, "outside");
    await mkdir(outside);
    const { data, stream } = await observed(async (root) => {
      execFileSync("mkfifo", [join(root, "pipe")]);
      await symlink(outside, join(root, "sub"));
      await symlink(join(outside, "secret"), join(root, "link"));
    });
    await writeFile(join(outside, "secret"), "1");
    execFileSync("mkfifo", [join(data, "pipe2")]);
    await stream.until(changed("pipe2"));
    await writeFile(join(outside, "secret"), "22");
    await writeFile(join(data, "last"), "1");
    await stream.until(changed("last"));
    expect(JSON.stringify(changes(stream))).not.toContain("secret");
    expect(JSON.stringify(changes(stream))).not.toContain("link");
    await stream.close();
  });

  it("says to list again when too much changed to tell", async () => {
    const { data, stream } = await observed();
    execFileSync("sh", ["-c", `cd "$1" && for i in $(seq 500); do : > "f$i"; done`, "sh", data]);
    await stream.until((event) => event.type === "file.changed" && event.data.resync);
    await writeFile(join(data, "after"), "1");
    await stream.until(
      (event) => event.type === "file.changed" && (event.data.resync || event.data.changed.includes("after")),
    );
    await stream.close();
  });

  it("lets go of what nobody asks for any more", async () => {
    const { id } = await observed();
    const mine = [...system.observations.entries()].filter(([key]) => key.startsWith(id));
    expect(mine).toHaveLength(2);
    for (const [, observation] of mine) observation.expiresAtMs = 0;
    await watchObserved(system);
    await watchObserved(system);
    expect([...system.observations.keys()].filter((key) => key.startsWith(id))).toEqual([]);
  });

  it("is refused for another team's volume and for a path that breaks the rules, and is bounded", async () => {
    const [team, other] = [await createTestTeam(system), await createTestTeam(system)];
    const { id } = await other.makeVolume();
    expect((await call(team, "GET", `/v1/volumes/${id}/observe?path=/`)).status).toBe(404);
    expect((await call(other, "GET", `/v1/volumes/${id}/observe?path=relative`)).status).toBe(400);
    expect((await call(other, "GET", `/v1/volumes/${id}/observe`)).status).toBe(400);
    for (let round = 0; round < 4; round += 1) {
      const paths = Array.from({ length: 50 }, (_, index) => `path=/${round}-${index}`);
      expect((await call(other, "GET", `/v1/volumes/${id}/observe?${paths.join("&")}`)).status).toBe(200);
    }
    await watchObserved(system);
    expect([...system.observations.values()].filter((one) => one.team === other.id).length).toBeLessThanOrEqual(64);
  });
});
