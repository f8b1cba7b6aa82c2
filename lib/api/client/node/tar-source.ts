import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { ApiError } from "../../api-error.ts";
import type { Source } from "../send-session.ts";
import type { LocalEntry } from "./local-tree.ts";
import { BLOCK, headerOf, paddingOf } from "./tar-header.ts";

const CHUNK_BYTES = 256 * 1024;
const ZEROS = Buffer.alloc(2 * BLOCK);

type Placed = { entry: LocalEntry; at: number; headerBytes: number };

/** A stretch of something that begins at `at`, cut to what lies from `start` to before `end`. */
const within = (at: number, bytes: number, start: number, end: number): [from: number, to: number] => [
  Math.max(0, start - at),
  Math.min(bytes, end - at),
];

const changed = ({ path }: LocalEntry, cause?: unknown) =>
  new ApiError("file_not_found", `${path} has changed or gone while it was sent.`, {
    suggestedAction: "Send the directory again.",
    cause,
  });

/** So many bytes of a file that must be as it was when the tree was read. */
async function* readFile(entry: LocalEntry, from: number, to: number): AsyncGenerator<Buffer> {
  const handle = await open(entry.path).catch((cause: unknown) => {
    throw changed(entry, cause);
  });
  try {
    const { size, mtimeMs } = await handle.stat();
    if (size !== entry.size || mtimeMs !== entry.changed) throw changed(entry);
    for (let at = from; at < to; ) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, to - at));
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) throw changed(entry);
      at += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Small pieces joined, so that each is worth a write. */
async function* joined(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    held.push(piece);
    bytes += piece.length;
    if (bytes < CHUNK_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(held);
}

/**
 * A tree of this machine as the tar that a directory travels in. It is not made on the disk: where each byte of it comes from
 * is known beforehand, so that any part of it can be sent, at any time.
 */
export function tarSource(entries: readonly LocalEntry[]): Source {
  const placed: Placed[] = [];
  let end = 0;
  for (const entry of entries) {
    const headerBytes = headerOf(entry).length;
    placed.push({ entry, at: end, headerBytes });
    end += headerBytes + entry.size + paddingOf(entry.size);
  }
  const contentEnd = end;

  /** The last entry that begins at or before a place. */
  function indexAt(place: number): number {
    let low = 0;
    let high = placed.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((placed[middle]?.at ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async function* pieces(start: number, stop: number): AsyncGenerator<Buffer> {
    for (let index = indexAt(start); index < placed.length; index++) {
      const { entry, at, headerBytes } = placed[index] as Placed;
      if (at >= stop) return;
      const [headerFrom, headerTo] = within(at, headerBytes, start, stop);
      if (headerFrom < headerTo) yield headerOf(entry).subarray(headerFrom, headerTo);
      const contentAt = at + headerBytes;
      const [from, to] = within(contentAt, entry.size, start, stop);
      if (from < to) yield* readFile(entry, from, to);
      const [padFrom, padTo] = within(contentAt + entry.size, paddingOf(entry.size), start, stop);
      if (padFrom < padTo) yield ZEROS.subarray(padFrom, padTo);
    }
    const [from, to] = within(contentEnd, ZEROS.length, start, stop);
    if (from < to) yield ZEROS.subarray(from, to);
  }

  return {
    size: contentEnd + ZEROS.length,
    // Node's types and those of the browser name the same class.
    slice: (start, stop) =>
      Readable.toWeb(
        Readable.from(joined(pieces(start, stop)), { objectMode: false }),
      ) as unknown as ReadableStream<Uint8Array>,
    async sha256(start, stop) {
      const hash = createHash("sha256");
      for await (const piece of pieces(start, stop)) hash.update(piece);
      return hash.digest("hex");
    },
  };
}
