import { describe, expect } from "vitest";
import { WebSocket } from "ws";
import type { WatchMessage } from "#lib/api/watching.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { useServedSandbox } from "../testing/use-served-sandbox.ts";

const PATIENT = { timeout: 30_000 };

describe.skipIf(databaseMissing() !== null)("watching the files of a sandbox over a WebSocket", () => {
  const { given, withRuntime } = useServedSandbox(async (team) => {
    const { id } = await team.makeVolume();
    return { volumes: [{ ref: id, mount_path: "/workspace/tree/data" }] };
  });
  const exec = async (command: string) =>
    (await given.call("POST", `/v1/sandboxes/${given.id}/exec`, { command })).body.stdout;
  const connect = (key = given.team.keys.read, query = "") =>
    new WebSocket(`${given.socketUrl}/v1/sandboxes/${given.id}/ws${query}`, {
      headers: { authorization: `Bearer ${key}` },
    });
  const refusal = (socket: WebSocket) =>
    new Promise<number | undefined>((resolve) => {
      socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
      socket.on("error", () => {});
    });

  /** Begins a watch with the message of the official client. */
  async function follow(start: object) {
    const socket = connect();
    const heard: WatchMessage[] = [];
    let closed: number | null = null;
    socket.on("message", (data) => heard.push(JSON.parse(data.toString()) as WatchMessage));
    socket.on("close", (code) => {
      closed = code;
    });
    await new Promise((resolve) => socket.once("open", resolve));
    const message = { type: "file_watch", id: "watch_1", user: null, recursive: false, timeout_secs: null, ...start };
    socket.send(JSON.stringify(message));
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

  withRuntime("tells what processes and the API change in a directory, and only there", async () => {
    await exec("mkdir -p flat/sub && echo 1 > flat/old");
    const { heard, events, until, socket } = await follow({ path: "flat" });
    expect(heard).toEqual([{ type: "file_watch_started", id: "watch_1" }]);
    await exec("echo 1 > flat/sub/deep; echo 1 > flat/new; echo more >> flat/old");
    await until("create /workspace/flat/new new");
    await until("write /workspace/flat/old old");
    await given.call("POST", `/v1/sandboxes/${given.id}/files/remove`, { path: "flat/new" });
    await until("remove /workspace/flat/new new");
    await exec("mv flat away");
    await until("resync_required /workspace/flat flat");
    await exec("mkdir flat && echo 1 > flat/again");
    await expect.poll(() => events().filter((one) => one.startsWith("resync")).length, PATIENT).toBe(2);
    await exec("echo 1 > flat/last");
    await until("create /workspace/flat/last last");
    expect(events().some((one) => one.includes("deep"))).toBe(false);
    expect(heard.every((one) => one.id === "watch_1")).toBe(true);
    socket.close();
  });

  withRuntime("tells of a whole tree with its mounts, of one file, and of one call for what is too much", async () => {
    await exec("mkdir -p tree/a && echo 1 > tree/one && ln -s /proc tree/way");
    const tree = await follow({ path: "/workspace/tree", recursive: true });
    const file = await follow({ path: "tree/one" });
    await exec("echo 1 > tree/a/deep; echo 1 > tree/data/mounted; echo 1 > tree/two; echo more >> tree/one");
    await tree.until("create /workspace/tree/a/deep deep");
    await tree.until("create /workspace/tree/data/mounted mounted");
    await tree.until("create /workspace/tree/two two");
    await file.until("write /workspace/tree/one one");
    await exec("rm -r tree/a");
    await tree.until("remove /workspace/tree/a/deep deep");
    await tree.until("remove /workspace/tree/a a");
    // All of them at once.
    await exec("mkdir many && (cd many && seq 500 | xargs touch) && mv many tree/many");
    await tree.until("resync_required /workspace/tree tree");
    expect(file.events()).toEqual(["write /workspace/tree/one one"]);
    tree.socket.close();
    file.socket.close();
  });

  withRuntime("refuses what it cannot watch, and who may not", async () => {
    for (const path of ["none", "/proc", "../../.."]) {
      const { heard, closed } = await follow({ path });
      expect(heard, path).toMatchObject([{ type: "error", id: "watch_1" }]);
      await expect.poll(closed, PATIENT).toBe(1008);
    }
    const wrong = await follow({ path: "" });
    expect(wrong.heard).toMatchObject([{ type: "error", message: expect.stringContaining("path") }]);
    expect(await refusal(connect((await createTestTeam(given.system)).keys.write))).toBe(404);
    expect(await refusal(connect("nsk_none"))).toBe(401);
    expect(await refusal(connect(given.team.keys.write, "?channel=other"))).toBe(400);
  });

  withRuntime("ends with an error when the sandbox stops", async () => {
    await exec("mkdir -p ending");
    const paused = await follow({ path: "ending" });
    await given.call("POST", `/v1/sandboxes/${given.id}/pause`);
    await expect.poll(() => paused.heard.at(-1), PATIENT).toMatchObject({ type: "error", id: "watch_1" });
    await expect.poll(paused.closed, PATIENT).toBe(1008);
    await given.call("POST", `/v1/sandboxes/${given.id}/resume`);
    const { heard, closed, events } = await follow({ path: "ending" });
    expect(heard).toMatchObject([{ type: "file_watch_started" }]);
    await given.call("DELETE", `/v1/sandboxes/${given.id}`);
    await expect.poll(() => heard.at(-1), PATIENT).toMatchObject({ type: "error", id: "watch_1" });
    await expect.poll(closed, PATIENT).toBe(1008);
    expect(events()).toEqual([]);
  });
});
