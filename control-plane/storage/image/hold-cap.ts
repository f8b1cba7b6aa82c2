import { writeFileSync } from "node:fs";
import type { CapFile } from "./cap-file.ts";
import { blocksToHoldBack } from "./image-shape.ts";
import { readSuperblock } from "./superblock.ts";

/**
 * Tells the kernel where to stop the writers of a mounted image. The kernel forgets it when the last mount goes.
 * @returns false when the image is too small for this cap
 */
export function holdCap(loop: string, { capBytes, empty }: CapFile): boolean {
  const blocks = blocksToHoldBack(readSuperblock(`/dev/${loop}`), empty, capBytes);
  if (blocks === null) return false;
  writeFileSync(`/sys/fs/ext4/${loop}/reserved_clusters`, String(blocks));
  return true;
}
