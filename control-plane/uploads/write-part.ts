import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";

/** One write to the disk takes at least so much. */
const WRITE_BYTES = 1024 * 1024;

async function writeAt(handle: FileHandle, chunks: readonly Uint8Array[], position: number): Promise<void> {
  let at = position;
  for (let left = chunks; left.length > 0; ) {
    let { bytesWritten } = await handle.writev(left, at);
    at += bytesWritten;
    const rest: Uint8Array[] = [];
    for (const chunk of left) {
      if (bytesWritten < chunk.length) rest.push(chunk.subarray(bytesWritten));
      bytesWritten = Math.max(0, bytesWritten - chunk.length);
    }
    left = rest;
  }
}

type Body = { chunks: AsyncIterable<Uint8Array>; release?: ((chunk: Uint8Array) => void) | undefined };

/**
 * Writes what arrives at its place in an open file: while one batch goes to the disk the next one arrives and is hashed.
 * @param place.size bytes that may come; `tooLong` is thrown past them
 */
export async function writePart(
  handle: FileHandle,
  { chunks, release }: Body,
  place: { position: number; size: number; tooLong: () => Error; signal: AbortSignal },
): Promise<{ size: number; sha256: string }> {
  const hash = createHash("sha256");
  let size = 0;
  let written = 0;
  let batch: Uint8Array[] = [];
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    await writing;
    const going = batch;
    const from = place.position + written;
    batch = [];
    written = size;
    writing = writeAt(handle, going, from).then(() => {
      for (const chunk of going) release?.(chunk);
    });
    // Its failure is met at the next await; until then it must not count as unhandled.
    writing.catch(() => {});
  };
  try {
    for await (const chunk of chunks) {
      place.signal.throwIfAborted();
      if (size + chunk.length > place.size) throw place.tooLong();
      size += chunk.length;
      hash.update(chunk);
      batch.push(chunk);
      if (size - written >= WRITE_BYTES) await flush();
    }
    await flush();
  } finally {
    await writing;
  }
  return { size, sha256: hash.digest("hex") };
}
