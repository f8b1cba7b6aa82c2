import { readSync } from "node:fs";

const BLOCK = 512;
/** Bytes of a header that extends the next one: names and links are short, and nothing else in it is of interest. */
const MAX_EXTENSION_BYTES = 1024 * 1024;
const DISK_BLOCK = 4096;

const FILE_TYPES = new Set(["0", "\0", "7"]);
/** PAX and GNU headers that say more about the next entry. */
const EXTENSIONS = new Set(["x", "g", "L", "K"]);

export type TarSize = { usedBytes: number; inodeCount: number };

/** A size as tar writes it: octal digits, or bytes where those are too few. */
function sizeOf(header: Buffer): number {
  const field = header.subarray(124, 136);
  if (((field[0] ?? 0) & 0x80) === 0)
    return Number.parseInt(field.toString("latin1").replaceAll("\0", " ").trim() || "0", 8);
  return Number(field.readBigUInt64BE(4));
}

function paxSize(records: Buffer): number | null {
  const size = /(?:^|\n)\d+ size=(\d+)\n/.exec(records.toString("latin1"))?.[1];
  return size === undefined ? null : Number(size);
}

function readAt(fd: number, length: number, position: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(fd, buffer, 0, length, position));
}

/**
 * What an archive would take on the disk, from its headers alone and before anything is unpacked.
 * @throws Error when it is no tar, or one whose headers are of no reasonable size
 */
export function scanTar(fd: number, length: number): TarSize {
  const total: TarSize = { usedBytes: 0, inodeCount: 0 };
  let size: number | null = null;
  for (let at = 0; at + BLOCK <= length; ) {
    const header = readAt(fd, BLOCK, at);
    if (header.every((byte) => byte === 0)) break;
    at += BLOCK;
    const type = String.fromCharCode(header[156] ?? 0);
    const own = sizeOf(header);
    if (!Number.isSafeInteger(own) || own < 0) throw new Error("a header has no size");
    if (EXTENSIONS.has(type)) {
      if (own > MAX_EXTENSION_BYTES) throw new Error("a header is too long");
      if (type === "x") size = paxSize(readAt(fd, own, at));
      at += Math.ceil(own / BLOCK) * BLOCK;
      continue;
    }
    const content: number = size ?? own;
    size = null;
    total.inodeCount += 1;
    if (FILE_TYPES.has(type)) total.usedBytes += Math.ceil(content / DISK_BLOCK) * DISK_BLOCK;
    else if (type === "5") total.usedBytes += DISK_BLOCK;
    at += Math.ceil(content / BLOCK) * BLOCK;
    if (at > length) throw new Error("it ends in the middle of a file");
  }
  return total;
}
