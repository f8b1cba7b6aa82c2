import type { Readable } from "node:stream";
import type { WebSocket } from "ws";

/** Bytes that may wait for a slow reader before its source is held back. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

/**
 * Sends what a process says, no faster than the reader takes it.
 * @param send turns a chunk into a message; `sent` is to be called when it has left
 */
export function relay(socket: WebSocket, source: Readable, send: (chunk: Buffer, sent: () => void) => void): void {
  const goOn = () => {
    if (source.isPaused() && socket.bufferedAmount < MAX_BUFFERED_BYTES) source.resume();
  };
  source.on("data", (chunk: Buffer) => {
    if (socket.readyState !== socket.OPEN) return;
    send(chunk, goOn);
    if (socket.bufferedAmount >= MAX_BUFFERED_BYTES) source.pause();
  });
  // What a process that nobody listens to says is thrown away, so that it can end.
  socket.once("close", () => source.resume());
}
