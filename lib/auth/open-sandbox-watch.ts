import "server-only";
import { text } from "node:stream/consumers";
import { WebSocket } from "ws";
import { ApiError } from "#lib/api/api-error.ts";
import { refusal } from "#lib/api/client/request.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { WatchMessage } from "#lib/api/watching.ts";
import { apiUrl } from "./settings.ts";

/** How often the control plane is asked whether it is there, and the browser told so. */
const HEARTBEAT_MS = 15_000;
/** Events that may wait for a slow browser; beyond that it begins anew, with a look of its own. */
const MAX_WAITING = 1_000;
/** How long the browser waits before it connects again, in milliseconds. */
const RETRY_MS = 2_000;

type Watch = {
  sandbox: SandboxId;
  /** Of the directory, absolute. */
  path: string;
  /** Of the caller; it goes to the control plane and nowhere else. */
  token: string;
  signal: AbortSignal;
};

/**
 * Follows a directory of a sandbox, what is below it left out, over the control plane's WebSocket. The stream is server-sent
 * events: `ready`, then an unnamed one with a `file_event` for each change, and `heartbeat` while the control plane answers.
 * It ends when the watch does, for whatever reason.
 * @throws ApiError what the control plane refuses; volume_backend_unavailable
 */
export async function openSandboxWatch({ sandbox, path, token, signal }: Watch): Promise<ReadableStream<Uint8Array>> {
  const socket = new WebSocket(`${apiUrl().replace(/^http/, "ws")}/v1/sandboxes/${sandbox}/ws`, {
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: HEARTBEAT_MS,
  });
  const stop = () => socket.terminate();
  signal.addEventListener("abort", stop);
  const started = Promise.withResolvers<void>();
  socket.on("open", () => socket.send(JSON.stringify({ type: "file_watch", id: "watch", path, recursive: false })));
  socket.on("unexpected-response", async (_request, response) => {
    started.reject(await refusal(new Response(await text(response), { status: response.statusCode ?? 502 })));
    stop();
  });
  // `close` follows it.
  socket.on("error", () => {});

  const events = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const encoder = new TextEncoder();
        let answered = true;
        const say = (event: string) => {
          if ((controller.desiredSize ?? 0) <= 0) return stop();
          controller.enqueue(encoder.encode(`${event}\n\n`));
        };
        const heartbeat = setInterval(() => {
          if (!answered) return stop();
          answered = false;
          socket.ping();
        }, HEARTBEAT_MS);
        socket.on("pong", () => {
          answered = true;
          say("event: heartbeat\ndata: {}");
        });
        socket.on("message", (data) => {
          // The control plane made it by its own type.
          const message = JSON.parse(data.toString()) as WatchMessage;
          if (message.type === "error") started.reject(new ApiError("volume_backend_unavailable", message.message));
          else if (message.type === "file_event") say(`data: ${JSON.stringify(message)}`);
          else {
            started.resolve();
            say(`retry: ${RETRY_MS}\nevent: ready\ndata: {}`);
          }
        });
        socket.on("close", () => {
          clearInterval(heartbeat);
          signal.removeEventListener("abort", stop);
          started.reject(new ApiError("volume_backend_unavailable", "The control plane ended the watch."));
          // Who cancelled it has closed it.
          try {
            controller.close();
          } catch {}
        });
      },
      cancel: stop,
    },
    { highWaterMark: MAX_WAITING },
  );
  await started.promise;
  return events;
}
