import type { Existing } from "./upload.ts";

/** Disks give space in blocks, and the cap counts what they give. */
const BLOCK = 4096;

/** Bytes of the volume that a file of `size` bytes takes. */
export const spaceOf = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

type Sized = { id: number; size: number };

/**
 * Bytes that uploads need beyond what the files they may replace give back.
 * @param existing what stands at the place of each, by id
 */
export const neededSpace = (uploads: readonly Sized[], existing: ReadonlyMap<number, Existing>): number =>
  uploads.reduce((sum, { id, size }) => {
    const there = existing.get(id);
    return sum + spaceOf(size) - (there && !there.isDirectory ? spaceOf(there.size) : 0);
  }, 0);

/** The uploads that fit into `roomBytes`, taken in their order; a large one that does not fit lets smaller ones pass. */
export function whatFits<T extends Sized>(uploads: readonly T[], roomBytes: number): T[] {
  let left = roomBytes;
  return uploads.filter(({ size }) => {
    if (spaceOf(size) > left) return false;
    left -= spaceOf(size);
    return true;
  });
}
