import type { z } from "@hono/zod-openapi";
import type { WebSocket } from "ws";
import { ApiError } from "#lib/api/api-error.ts";
import { nameOf, type VolumePath } from "#lib/api/paths.ts";
import type { WatchEvent, WatchMessage } from "#lib/api/watching.ts";
import type { Context } from "../context.ts";
import type { FileEvent } from "../watching/file-events.ts";
import { keepAlive } from "./keep-alive.ts";

/** How long a client may take to say what it watches. */
const FIRST_MESSAGE_MS = 10_000;
/** Bytes that may wait for a slow reader; what happens beyond that is told as one `resync_required`. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const DRAIN_LOOK_MS = 250;
const NORMAL = 1000;
const GOING_AWAY = 1001;
const REFUSED = 1008;

function parseStart<Start>(data: string, schema: z.ZodType<Start>): Start | ApiError {
  const given = (() => {
    try {
      return JSON.parse(data) as unknown;
    } catch {
      return null;
    }
  })();
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return new ApiError("invalid_request", `${issue?.path.join(".") || "message"}: ${issue?.message}`);
}

/** The id of a message that is otherwise wrong: without it the client would not know the answer for its own. */
const idOf = (data: string): string => /"id"\s*:\s*"([^"\\]{1,200})"/.exec(data)?.[1] ?? "";

/** Tells events to a reader that may be slower than they come: what is dropped is made good by one `resync_required`. */
function createTeller(socket: WebSocket, id: string) {
  let lost = false;
  let watched: VolumePath | null = null;
  const send = (message: WatchMessage) => socket.send(JSON.stringify(message));
  const event = (kind: WatchEvent, changed: VolumePath) =>
    send({ type: "file_event", id, event: kind, name: nameOf(changed) || "/", path: changed });
  const drain = setInterval(() => {
    if (!lost || watched === null || socket.bufferedAmount > 0) return;
    lost = false;
    event("resync_required", watched);
  }, DRAIN_LOOK_MS);
  return {
    send,
    started(path: VolumePath) {
      watched = path;
      send({ type: "file_watch_started", id });
    },
    event(kind: WatchEvent, changed: VolumePath) {
      if (lost || socket.bufferedAmount > MAX_BUFFERED_BYTES) lost = true;
      else event(kind, changed);
    },
    stop: () => clearInterval(drain),
  };
}

/** What a watch calls while it runs. */
type Hooks = {
  signal: AbortSignal;
  /** With the path that is watched. */
  started(path: VolumePath): void;
  tell(event: FileEvent): void;
};
/** Watches until the signal aborts. */
type Watch<Start> = (start: Start, hooks: Hooks) => Promise<void>;

async function run<Start extends { id: string }>(
  socket: WebSocket,
  ctx: Context,
  start: Start,
  watch: Watch<Start>,
): Promise<void> {
  const gone = new AbortController();
  socket.once("close", () => gone.abort());
  const teller = createTeller(socket, start.id);
  const stopPings = keepAlive(socket);
  try {
    await watch(start, {
      signal: AbortSignal.any([gone.signal, ctx.system.stopping]),
      started: teller.started,
      tell: ({ event, path }) => teller.event(event, path),
    });
    socket.close(GOING_AWAY);
  } catch (error) {
    const known = error instanceof ApiError;
    if (!known) ctx.system.log.error({ err: error, request_id: ctx.requestId }, "a watch failed");
    teller.send({
      type: "error",
      id: start.id,
      message: known ? error.message : "The watch ended on our side. Start it again.",
    });
    socket.close(known ? REFUSED : GOING_AWAY);
  } finally {
    teller.stop();
    stopPings();
  }
}

/** Serves the one watch of a socket: hears what it watches, and tells what happens there until either side ends it. */
export function serveWatch<Start extends { id: string }>(
  socket: WebSocket,
  ctx: Context,
  schema: z.ZodType<Start>,
  watch: Watch<Start>,
): void {
  const { stopping } = ctx.system;
  const leave = () => socket.close(GOING_AWAY);
  stopping.addEventListener("abort", leave);
  const silent = setTimeout(() => socket.close(NORMAL, "nothing was asked"), FIRST_MESSAGE_MS);
  socket.once("close", () => {
    clearTimeout(silent);
    stopping.removeEventListener("abort", leave);
  });
  socket.once("message", (bytes) => {
    clearTimeout(silent);
    const data = bytes.toString();
    const start = parseStart(data, schema);
    if (!(start instanceof ApiError)) return void run(socket, ctx, start, watch);
    const refused: WatchMessage = { type: "error", id: idOf(data), message: start.message };
    socket.send(JSON.stringify(refused));
    socket.close(REFUSED);
  });
}
