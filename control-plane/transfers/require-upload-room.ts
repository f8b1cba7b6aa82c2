import { ApiError } from "#lib/api/api-error.ts";
import type { Context } from "../context.ts";
import { requireRoom } from "../files/require-room.ts";
import { capInForce } from "../volumes/cap-in-force.ts";
import type { VolumeRow } from "../volumes/find-volume.ts";

/** What uploads would add, and the bytes on the disk of what they replace. */
export type Upload = { bytes: number; newFiles: number; replacedBytes: number };

/**
 * Refuses what cannot fit, before a byte of it is sent. The publish decides by what the disk really took; this never
 * refuses what that would let through, so the trash, which is emptied when room is needed, counts as free.
 * @throws ApiError volume_quota_exceeded
 */
export function requireUploadRoom(ctx: Context, volume: VolumeRow, upload: Upload): void {
  requireRoom(ctx, volume, {
    usedBytes: upload.bytes - upload.replacedBytes - volume.trashBytes,
    // How many files are in the trash is not known here.
    inodeCount: volume.trashBytes > 0 ? 0 : upload.newFiles,
  });
}

/** The most bytes that may come where the length is not known before. */
export function roomForUpload(ctx: Context, volume: VolumeRow, replacedBytes: number): number {
  const free = capInForce(ctx, volume).bytes - volume.usedBytes + volume.trashBytes;
  return Math.max(0, free) + replacedBytes;
}

/** What to say when they pass it. */
export const roomUsedUp = (ctx: Context, volume: VolumeRow) => () =>
  new ApiError("volume_quota_exceeded", "The upload needs more bytes than the volume may hold.", {
    suggestedAction: "Delete something, or ask the operator for a larger cap.",
    details: {
      used_bytes: volume.usedBytes,
      cap_bytes: capInForce(ctx, volume).bytes,
      // The rest was not waited for.
      missing_bytes: 1,
    },
  });
