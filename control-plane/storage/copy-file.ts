import {
  type BigIntStats,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  ftruncateSync,
  futimesSync,
  openSync,
  read,
  readSync,
  write,
  writeSync,
} from "node:fs";
import { promisify } from "node:util";
import { pathOf } from "./descriptors.ts";
import type { Tree } from "./resolve-path.ts";

/** What a copy answers to while it runs. */
export type CopyWatch = {
  signal: AbortSignal | undefined;
  /** As that of the tree that is copied from. */
  admit?: Tree["admit"];
  /** What is left out without a word. */
  leaveOut?(name: Buffer): boolean;
  /** Called with bytes that the copy is about to take. @throws what ends the copy, such as volume_quota_exceeded */
  spend(bytes: number): void;
};

type Io = {
  read(fd: number, buffer: Buffer, length: number, position: number): number | Promise<number>;
  write(fd: number, chunk: Buffer, position: number): number | Promise<number>;
};

const CHUNK = 1024 * 1024;
/** The least part of a file that can be a hole. */
const ZEROS = Buffer.alloc(4096);

const readLater = promisify(read);
const writeLater = promisify(write);
/** A small file costs less than the promises about it would. */
const AT_ONCE: Io = {
  read: (fd, buffer, length, position) => readSync(fd, buffer, 0, length, position),
  write: (fd, chunk, position) => writeSync(fd, chunk, 0, chunk.length, position),
};
const IN_TURNS: Io = {
  read: async (fd, buffer, length, position) => (await readLater(fd, buffer, 0, length, position)).bytesRead,
  write: async (fd, chunk, position) => (await writeLater(fd, chunk, 0, chunk.length, position)).bytesWritten,
};
const SMALL = 128 * 1024;

const isHole = (block: Buffer) => block.equals(ZEROS.subarray(0, block.length));

/** The parts of a chunk that are not holes, each from and to a place in it. */
function* written(chunk: Buffer): Generator<[number, number]> {
  let start: number | null = null;
  for (let at = 0; at < chunk.length; at += ZEROS.length) {
    if (!isHole(chunk.subarray(at, at + ZEROS.length))) {
      start ??= at;
      continue;
    }
    if (start !== null) yield [start, at];
    start = null;
  }
  if (start !== null) yield [start, chunk.length];
}

async function copyBytes(from: number, to: number, size: number, watch: CopyWatch): Promise<void> {
  const io = size <= SMALL ? AT_ONCE : IN_TURNS;
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(size, 1)));
  // Not beyond the size it had: a file that somebody appends to for ever must not be copied for ever.
  for (let position = 0; position < size; ) {
    watch.signal?.throwIfAborted();
    const length = await io.read(from, buffer, Math.min(buffer.length, size - position), position);
    if (length === 0) break;
    // Holes stay holes: a sparse file must not fill the volume.
    for (const [start, end] of written(buffer.subarray(0, length))) {
      watch.spend(end - start);
      for (let done = start; done < end; ) done += await io.write(to, buffer.subarray(done, end), position + done);
    }
    position += length;
  }
  // Ends with a hole, or became shorter meanwhile.
  ftruncateSync(to, Math.min(size, fstatSync(from).size));
}

/**
 * Copies the content, mode and time of a regular file that is open with `O_PATH`.
 * @param target a path in a private directory where nothing is
 * @param owner who gets the copy; null: who runs this
 */
export async function copyFile(
  source: { fd: number; stat: BigIntStats },
  target: Buffer,
  owner: { uid: number; gid: number } | null,
  watch: CopyWatch,
): Promise<void> {
  const { stat } = source;
  const from = openSync(pathOf(source.fd), constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const to = openSync(target, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      await copyBytes(from, to, Number(stat.size), watch);
      if (owner !== null) fchownSync(to, owner.uid, owner.gid);
      fchmodSync(to, Number(stat.mode & 0o777n));
      futimesSync(to, Number(stat.atimeMs) / 1000, Number(stat.mtimeMs) / 1000);
    } finally {
      closeSync(to);
    }
  } finally {
    closeSync(from);
  }
}
