import { closeSync, openSync, readSync } from "node:fs";

/** What an ext4 file system says of itself. Counts of a mounted one lag behind; `statfs` knows them. */
export type Superblock = {
  blocks: number;
  /** Blocks of the file system's own: inode tables, bitmaps, the journal. */
  overheadBlocks: number;
  freeBlocks: number;
  /** Blocks that only the control plane's user may use. */
  reservedBlocks: number;
  inodes: number;
  freeInodes: number;
  /** It is mounted, or was when the machine or its disk failed. */
  inUse: boolean;
  /** The kernel found something wrong, or could not write, and it was not checked since. */
  hasErrors: boolean;
};

/** The bytes are no file system of ours, or cannot be made one again. */
export class CorruptImage extends Error {}

const START = 1024;
const SIZE = 1024;
const MAGIC = 0xef53;
const STATE_ERRORS = 0x2;
const INCOMPAT_RECOVER = 0x4;

/**
 * Reads the superblock of an image, or of the loop device that it is attached to, which knows later changes.
 * @throws CorruptImage
 */
export function readSuperblock(path: string): Superblock {
  const bytes = Buffer.alloc(SIZE);
  const fd = openSync(path, "r");
  try {
    if (readSync(fd, bytes, 0, SIZE, START) !== SIZE) throw new CorruptImage(`${path} is too short`);
  } finally {
    closeSync(fd);
  }
  if (bytes.readUInt16LE(0x38) !== MAGIC) throw new CorruptImage(`${path} holds no ext4 file system`);
  const wide = (low: number, high: number) => bytes.readUInt32LE(high) * 2 ** 32 + bytes.readUInt32LE(low);
  return {
    blocks: wide(0x4, 0x150),
    overheadBlocks: bytes.readUInt32LE(0x248),
    freeBlocks: wide(0xc, 0x158),
    reservedBlocks: wide(0x8, 0x154),
    inodes: bytes.readUInt32LE(0x0),
    freeInodes: bytes.readUInt32LE(0x10),
    inUse: (bytes.readUInt32LE(0x60) & INCOMPAT_RECOVER) !== 0,
    hasErrors: (bytes.readUInt16LE(0x3a) & STATE_ERRORS) !== 0 || bytes.readUInt32LE(0x194) > 0,
  };
}
