import { statfs } from "node:fs/promises";
import { pathOf } from "../descriptors.ts";
import { readNames } from "../read-names.ts";
import type { VolumeMeasure, VolumeRoot } from "../store.ts";
import { measureVolume } from "../tree-jobs.ts";
import type { CapFile } from "./cap-file.ts";
import { BLOCK_BYTES } from "./image-shape.ts";
import type { Superblock } from "./superblock.ts";

function isEmpty(directory: number): boolean {
  const names = readNames(directory);
  const first = names.next();
  names.return();
  return first.done === true;
}

/** What an image that is mounted nowhere holds, as its superblock says. */
export function measureDetached(superblock: Superblock, { empty }: CapFile): VolumeMeasure {
  const { blocks, overheadBlocks, freeBlocks, inodes, freeInodes } = superblock;
  return {
    usedBytes: (blocks - overheadBlocks - empty.blocks - freeBlocks) * BLOCK_BYTES,
    inodeCount: inodes - empty.inodes - freeInodes,
    // Only the API reaches it, and has it in its books.
    trashBytes: null,
  };
}

/**
 * What a mounted image holds, as the file system itself counts it: without a walk, and with what a process deleted and still
 * has open. While uploads are under way it is walked, since the file system counts them too.
 */
export async function measureMounted(root: VolumeRoot, { empty }: CapFile): Promise<VolumeMeasure> {
  if (!isEmpty(root.staging)) return measureVolume(root);
  const now = await statfs(pathOf(root.data));
  // Staging stands in for the data, which need not be walked.
  const { trashBytes } = await measureVolume({ data: root.staging, trash: root.trash });
  if (!isEmpty(root.staging)) return measureVolume(root);
  return {
    usedBytes: (now.blocks - empty.blocks - now.bfree) * BLOCK_BYTES,
    inodeCount: now.files - empty.inodes - now.ffree,
    trashBytes,
  };
}
