/** One size for all, so that what comes back fits what is asked for next. */
const LENT_BYTES = 256 * 1024;
/** What is kept for the next one; more than a few archives at once do not need more. */
const KEPT = 32;

const free: ArrayBuffer[] = [];
const lent = new WeakSet<ArrayBufferLike>();

/**
 * Memory for a chunk on its way through an archive to the socket. Left to the collector it would cost a whole collection
 * every 64 MiB, which is more than all the rest of the work.
 * @param wanted bytes; the answer may have fewer
 */
export function lendMemory(wanted: number): Buffer {
  // A file of a few bytes takes no more than it needs; it is not worth keeping.
  if (wanted < LENT_BYTES / 4) return Buffer.allocUnsafe(wanted);
  const memory = free.pop() ?? new ArrayBuffer(LENT_BYTES);
  lent.add(memory);
  return Buffer.from(memory, 0, Math.min(wanted, LENT_BYTES));
}

/** Takes a chunk back that nobody reads any more. Whatever was not lent, and what was given back before, is left alone. */
export function giveBackMemory({ buffer }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || !lent.delete(buffer)) return;
  if (free.length < KEPT) free.push(buffer);
}
