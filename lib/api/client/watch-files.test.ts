import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { ApiError } from "../api-error.ts";
import { type FileEvent, type WatchPorts, watchFiles } from "./watch-files.ts";

type Start = { type: string; id: string; path: string; recursive: boolean };

let server: WebSocketServer;
let asked: Start[];
/** What the control plane does with the watch that is the n-th. */
let serve: (socket: WebSocket, start: Start, n: number) => void;
let refused: ApiError | null;

beforeEach(async () => {
  asked = [];
  refused = null;
  server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) => {
    socket.once("message", (data) => {
      const start = JSON.parse(String(data)) as Start;
      asked.push(start);
      serve(socket, start, asked.length);
    });
  });
  await new Promise((resolve) => server.once("listening", resolve));
});
afterEach(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

const say = (socket: WebSocket, message: object) => socket.send(JSON.stringify(message));
const started = (socket: WebSocket, { id }: Start) => say(socket, { type: "file_watch_started", id });
const event = (socket: WebSocket, { id }: Start, path: string) =>
  say(socket, { type: "file_event", id, event: "write", name: path.slice(1), path });

const ports: WatchPorts = {
  connect: () => new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`),
  look: async () => {
    if (refused !== null) throw refused;
  },
};

async function take(events: AsyncIterable<FileEvent>, count: number): Promise<string[]> {
  const seen: string[] = [];
  for await (const { type, path } of events) if (seen.push(`${type} ${path}`) === count) break;
  return seen;
}

test("events come in order, and leaving the loop closes the socket", async () => {
  const closed = Promise.withResolvers<void>();
  serve = (socket, start) => {
    socket.once("close", () => closed.resolve());
    started(socket, start);
    say(socket, { type: "something_new", id: start.id });
    socket.send("no JSON");
    event(socket, start, "/a");
    event(socket, start, "/b");
  };
  expect(await take(watchFiles(ports, "/", { recursive: true }), 2)).toEqual(["write /a", "write /b"]);
  expect(asked).toMatchObject([{ type: "file_watch", path: "/", recursive: true }]);
  await closed.promise;
});

test("a connection that is lost is made again, and what was missed is one resync_required", async () => {
  serve = (socket, start, n) => {
    started(socket, start);
    event(socket, start, `/${n}`);
    if (n < 3) socket.close(1001);
  };
  expect(await take(watchFiles(ports, "/d"), 5)).toEqual([
    "write /1",
    "resync_required /d",
    "write /2",
    "resync_required /d",
    "write /3",
  ]);
});

test("a refusal has the code of the control plane, at the beginning and in the middle", async () => {
  refused = new ApiError("volume_not_found", "There is no such volume.");
  serve = (socket, start, n) => {
    if (n === 2) started(socket, start);
    say(socket, { type: "error", id: start.id, message: "There is no such volume." });
    socket.close(1008);
  };
  await expect(take(watchFiles(ports, "/"), 1)).rejects.toMatchObject({ code: "volume_not_found" });
  await expect(take(watchFiles(ports, "/"), 1)).rejects.toMatchObject({ code: "volume_not_found" });
  expect(asked).toHaveLength(2);
  // One that stopped will not go on by itself, though a call may be tried again.
  refused = new ApiError("sandbox_not_ready", "It is paused.");
  await expect(take(watchFiles(ports, "/"), 1)).rejects.toMatchObject({ code: "sandbox_not_ready" });
  expect(asked).toHaveLength(3);
});

test("a control plane that does not answer for a moment is waited for", async () => {
  serve = (socket, start, n) => {
    refused = n === 1 ? new ApiError("volume_backend_unavailable", "It is starting.") : null;
    if (n === 1) return socket.terminate();
    started(socket, start);
    event(socket, start, "/a");
  };
  expect(await take(watchFiles(ports, "/"), 1)).toEqual(["write /a"]);
});

test("it ends with the signal's reason, while it waits and before it begins", async () => {
  const stop = new AbortController();
  serve = (socket, start) => {
    started(socket, start);
    event(socket, start, "/a");
  };
  const seen: string[] = [];
  const watching = (async () => {
    for await (const { path } of watchFiles(ports, "/", { signal: stop.signal })) {
      seen.push(path);
      setImmediate(() => stop.abort(new Error("enough")));
    }
  })();
  await expect(watching).rejects.toThrow("enough");
  expect(seen).toEqual(["/a"]);
  await expect(take(watchFiles(ports, "/", { signal: stop.signal }), 1)).rejects.toThrow("enough");
});

test("a reader that is too slow is told to list again, and loses nothing else", async () => {
  const sent = 12_000;
  const all = Promise.withResolvers<void>();
  serve = (socket, start) => {
    started(socket, start);
    for (let n = 0; n < sent; n++) event(socket, start, `/${n}`);
    all.resolve();
  };
  const events = watchFiles(ports, "/");
  expect((await events.next()).value.path).toBe("/0");
  await all.promise;
  // A round trip behind all of them: they have arrived.
  const [client] = server.clients;
  await new Promise((resolve) => {
    client?.once("pong", resolve);
    client?.ping();
  });
  const rest = await take(events, 10_001);
  expect(rest.at(0)).toBe("write /1");
  expect(rest.indexOf("resync_required /")).toBe(10_000);
});
