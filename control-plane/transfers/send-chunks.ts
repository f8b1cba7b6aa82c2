import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { giveBackMemory } from "./lent-memory.ts";

/** An archive of small files comes in small pieces: they are sent together. */
const PACKET_BYTES = 64 * 1024;
const IDLE_MS = 300_000;

/**
 * Sends chunks as fast as the receiver takes them, and ends the response. A receiver that goes away ends the chunks; chunks
 * that fail end the connection, since the status has been sent.
 * @throws whatever `chunks` throws
 */
export async function sendChunks(outgoing: ServerResponse, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const closed = once(outgoing, "close");
  outgoing.setTimeout(IDLE_MS, () => outgoing.destroy());
  outgoing.on("error", () => {});
  const send = async (bytes: Uint8Array) => {
    const flowing = outgoing.write(bytes, () => giveBackMemory(bytes));
    if (!flowing) await Promise.race([once(outgoing, "drain"), closed]);
  };
  const together = (chunks: Uint8Array[]) => {
    const packet = Buffer.concat(chunks);
    for (const chunk of chunks) giveBackMemory(chunk);
    return packet;
  };
  let packet: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      packet.push(chunk);
      size += chunk.length;
      if (size < PACKET_BYTES) continue;
      for (const bytes of chunk.length >= PACKET_BYTES ? packet : [together(packet)]) await send(bytes);
      packet = [];
      size = 0;
      if (outgoing.destroyed) return;
    }
    outgoing.end(together(packet));
    await closed;
  } catch (error) {
    outgoing.destroy();
    throw error;
  }
}
