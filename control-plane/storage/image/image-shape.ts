import type { Superblock } from "./superblock.ts";

export const BLOCK_BYTES = 4096;
const GROUP_BLOCKS = 32_768;
/** Blocks that stay free for the file system's own needs, such as the extents of a file whose bytes were accepted. */
const SPARE_BLOCKS = 1024;
/** From this cap on (in blocks: 16 GiB) files are taken to be larger. */
const LARGE_CAP_BLOCKS = 4 * 1024 * 1024;
const MAX_RESIZE_BLOCKS = 2 ** 32 - 1;

/** Blocks and inodes that an empty volume takes: its directories, lost+found and what ext4 keeps for itself. */
export type Empty = { blocks: number; inodes: number };

export type Shape = {
  blocks: number;
  inodes: number;
  journalMiB: number;
  /** Up to where descriptors of further blocks have their place, so that it can grow while it is mounted. */
  maxBlocks: number | null;
};

const capBlocks = (capBytes: number) => Math.floor(capBytes / BLOCK_BYTES);

/**
 * How large an image must be: twice the cap, since the API stages a whole new file beside what is there, and what the file
 * system takes. Half of its blocks, the most that ext4 allows, are reserved for the control plane. All of it is sparse, so
 * being generous costs nothing. There is an inode for every block under the cap, so that the cap is what is met first.
 */
export function shapeFor(capBytes: number): Shape {
  const cap = capBlocks(capBytes);
  const journalMiB = cap < 262_144 ? 4 : 16;
  const blocks = Math.ceil(2.25 * (cap + (journalMiB * 1024 * 1024) / BLOCK_BYTES + 5 * SPARE_BLOCKS));
  const perGroup = cap > LARGE_CAP_BLOCKS ? 4096 : 16_384;
  const maxBlocks = Math.min(32 * blocks, MAX_RESIZE_BLOCKS);
  return {
    blocks,
    inodes: Math.ceil(blocks / GROUP_BLOCKS) * perGroup,
    journalMiB,
    maxBlocks: maxBlocks > blocks ? maxBlocks : null,
  };
}

/**
 * The blocks that nobody may use, beside those reserved for the control plane, so that everyone else is stopped at the cap.
 * @returns null when the image is too small for this cap
 */
export function blocksToHoldBack(superblock: Superblock, empty: Empty, capBytes: number): number | null {
  const free = superblock.blocks - superblock.overheadBlocks - empty.blocks;
  const held = free - superblock.reservedBlocks - capBlocks(capBytes);
  return held < SPARE_BLOCKS ? null : held;
}
