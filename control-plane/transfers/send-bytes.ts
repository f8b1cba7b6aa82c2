import { once } from "node:events";
import type { FileHandle } from "node:fs/promises";
import type { ServerResponse } from "node:http";

const BUFFER_BYTES = 1024 * 1024;
/** How long a receiver may take nothing. A paused video asks again by range when it goes on. */
const IDLE_MS = 300_000;

/**
 * Sends `length` bytes of a file from `start`, through two buffers that take turns, one being read while the other one is
 * sent, and ends the response. A file that became shorter meanwhile ends the connection: the client must not take it for
 * whole.
 */
export async function sendBytes(
  outgoing: ServerResponse,
  handle: FileHandle,
  start: number,
  length: number,
): Promise<void> {
  const closed = once(outgoing, "close");
  outgoing.setTimeout(IDLE_MS, () => outgoing.destroy());
  outgoing.on("error", () => {});
  const slots = length > BUFFER_BYTES ? [slot(BUFFER_BYTES), slot(BUFFER_BYTES)] : [slot(length)];
  for (let sent = 0; sent < length && !outgoing.destroyed; ) {
    const next = slots.shift();
    if (next === undefined) break;
    slots.push(next);
    await Promise.race([next.written, closed]);
    if (outgoing.destroyed) break;
    const wanted = Math.min(next.buffer.length, length - sent);
    const { bytesRead } = await handle.read(next.buffer, 0, wanted, start + sent);
    if (bytesRead === 0) {
      outgoing.destroy();
      break;
    }
    sent += bytesRead;
    const part = next.buffer.subarray(0, bytesRead);
    next.written = new Promise((resolve) => outgoing.write(part, () => resolve()));
  }
  if (!outgoing.destroyed) outgoing.end();
  await closed;
}

type Slot = { buffer: Buffer; written: Promise<void> };
const slot = (bytes: number): Slot => ({
  buffer: Buffer.allocUnsafeSlow(bytes),
  written: Promise.resolve(),
});
