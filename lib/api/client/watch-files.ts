import { ApiError } from "../api-error.ts";
import type { WatchEvent, WatchMessage } from "../watching.ts";
import { pause } from "./pause.ts";
import { retryDelay } from "./retry-delay.ts";

/**
 * Something happened to a file: `rename` names the old path, the new one comes as `create`. `resync_required`: more happened
 * at or below `path` than can be told; list it again.
 */
export type FileEvent = { type: WatchEvent; name: string; path: string };

/** As much of a WebSocket as is used here: that of browsers and of Node, and that of libraries. */
export type Socket = {
  addEventListener(type: "open" | "close" | "error", listener: (event: unknown) => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  send(text: string): void;
  close(): void;
};

export type WatchPorts = {
  /** Opens the WebSocket of the volume or sandbox, with its credential. */
  connect(): Socket;
  /** Asks for the watched path, so that a refusal has its code: a WebSocket tells none. @throws ApiError */
  look(signal?: AbortSignal): Promise<unknown>;
};

export type WatchOptions = {
  /** What lies below, too. */
  recursive?: boolean | undefined;
  /** Ends the watch; the loop throws its reason. */
  signal?: AbortSignal | undefined;
};

const ID = "watch";
/** How long the control plane may take to say that it watches. */
const START_MS = 15_000;
/** Events that wait for a slow reader; what happens beyond that is told as one `resync_required`. */
const MAX_WAITING = 10_000;

const lost = () =>
  new ApiError("volume_backend_unavailable", "The connection of the watch was lost and did not come back.", {
    suggestedAction: "Check that the control plane can be reached, and list what was watched again.",
  });

/** Whether another attempt may find it well again. What is gone or not allowed stays so; a sandbox that stopped, too. */
const isPassing = (error: unknown): boolean =>
  error instanceof ApiError && error.retryable && (error.status >= 500 || error.status === 429 || error.status === 408);

/** What the socket tells, in order. `ended` comes last, with what the control plane said about it, if anything. */
type Told = { kind: "started" } | { kind: "event"; event: FileEvent } | { kind: "ended"; message: string | null };

function messageOf(data: unknown): WatchMessage | null {
  try {
    // An unknown message is passed over, so no more than its type is looked at first.
    return JSON.parse(String(data)) as WatchMessage;
  } catch {
    return null;
  }
}

async function* listen(
  connect: () => Socket,
  path: string,
  { recursive = false, signal }: WatchOptions,
): AsyncGenerator<Told> {
  const waiting: Told[] = [];
  let wake: () => void = () => {};
  let message: string | null = null;
  let ended = false;
  let overflown = false;
  const tell = (told: Told) => {
    waiting.push(told);
    wake();
  };
  const end = () => {
    if (!ended) tell({ kind: "ended", message });
    ended = true;
  };
  const socket = connect();
  const slow = setTimeout(end, START_MS);
  socket.addEventListener("open", () => {
    socket.send(JSON.stringify({ type: "file_watch", id: ID, path, user: null, recursive, timeout_secs: null }));
  });
  socket.addEventListener("message", ({ data }) => {
    const heard = messageOf(data);
    if (heard?.type === "file_watch_started") {
      clearTimeout(slow);
      tell({ kind: "started" });
    }
    if (heard?.type === "error") message = heard.message;
    if (heard?.type !== "file_event") return;
    if (waiting.length >= MAX_WAITING) overflown = true;
    else tell({ kind: "event", event: { type: heard.event, name: heard.name, path: heard.path } });
  });
  socket.addEventListener("close", end);
  socket.addEventListener("error", end);
  signal?.addEventListener("abort", end, { once: true });
  try {
    signal?.throwIfAborted();
    for (;;) {
      const told = waiting.shift();
      if (told !== undefined) {
        yield told;
        signal?.throwIfAborted();
        if (told.kind === "ended") return;
      } else if (overflown) {
        overflown = false;
        yield { kind: "event", event: resync(path) };
      } else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    clearTimeout(slow);
    signal?.removeEventListener("abort", end);
    socket.close();
  }
}

const resync = (path: string): FileEvent => ({
  type: "resync_required",
  name: path.slice(path.lastIndexOf("/") + 1) || "/",
  path,
});

/**
 * Tells what happens to a path until the loop is left or the signal aborts. A connection that is lost is made again; what
 * happened meanwhile comes as one `resync_required`.
 * @throws ApiError with what the control plane refuses, also in the middle: the path or the volume is gone, the key has
 *   ended, the sandbox stopped; volume_backend_unavailable when it cannot be reached for about three minutes; the signal's
 *   reason
 */
export async function* watchFiles(
  { connect, look }: WatchPorts,
  path: string,
  options: WatchOptions = {},
): AsyncGenerator<FileEvent, never, void> {
  const { signal } = options;
  let began = false;
  for (let failures = 0; ; failures++) {
    let problem: string | null = null;
    for await (const told of listen(connect, path, options)) {
      if (told.kind === "ended") problem = told.message;
      else if (told.kind === "event") yield told.event;
      else {
        failures = 0;
        if (began) yield resync(path);
        began = true;
      }
    }
    try {
      await look(signal);
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    const delay = retryDelay(lost(), failures, Math.random());
    if (delay === null) throw problem === null ? lost() : new ApiError("internal_error", problem);
    await pause(delay, signal);
  }
}
