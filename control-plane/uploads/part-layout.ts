import { MAX_PART_BYTES, MIN_PART_BYTES } from "#lib/api/limits.ts";

const MiB = 1024 * 1024;
/** About so many parts; more only where they would become too large. */
const PARTS_WANTED = 1000;

/** How an upload is cut. One of no bytes has one part of none. */
export function layOut(contentLength: number): { partSize: number; partCount: number } {
  const wanted = Math.ceil(contentLength / PARTS_WANTED / MiB) * MiB;
  const partSize = Math.min(MAX_PART_BYTES, Math.max(MIN_PART_BYTES, wanted));
  return { partSize, partCount: Math.max(1, Math.ceil(contentLength / partSize)) };
}

/** The bytes of one part: all have the same, but the last one. */
export function sizeOfPart(
  upload: { contentLength: number; partSize: number; partCount: number },
  number: number,
): number {
  if (number < upload.partCount - 1) return upload.partSize;
  return upload.contentLength - (upload.partCount - 1) * upload.partSize;
}

/** The first part that is missing; null when all are there. @param present numbers in order */
export function firstMissing(present: readonly number[], partCount: number): number | null {
  const gap = present.findIndex((number, index) => number !== index);
  const first = gap === -1 ? present.length : gap;
  return first < partCount ? first : null;
}
