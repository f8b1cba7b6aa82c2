import { ApiError } from "#lib/api/api-error.ts";
import type { Context } from "../context.ts";
import { capInForce } from "../volumes/cap-in-force.ts";
import type { VolumeRow } from "../volumes/find-volume.ts";

/** What an act adds to a volume: allocated bytes, and files and directories. Below zero: it frees. */
export type Growth = { usedBytes: number; inodeCount: number };

/** What a new directory is taken to need before it is made. */
export const DIRECTORY_BYTES = 4096;

/**
 * Refuses what would lead past the cap or the file limit. What makes nothing grow passes even above the cap.
 * @param volume as `lockVolume` returned it, where the answer must stay true
 * @throws ApiError volume_quota_exceeded with `used_bytes`, `cap_bytes`, `missing_bytes` (or the same of files)
 */
export function requireRoom(ctx: Context, volume: VolumeRow, growth: Growth): void {
  const cap = capInForce(ctx, volume).bytes;
  const missingBytes = volume.usedBytes + growth.usedBytes - cap;
  if (growth.usedBytes > 0 && missingBytes > 0)
    throw new ApiError("volume_quota_exceeded", `This needs ${missingBytes} bytes more than the volume may hold.`, {
      suggestedAction: "Delete something, empty the trash, or ask the operator for a larger cap.",
      details: {
        used_bytes: volume.usedBytes,
        cap_bytes: cap,
        missing_bytes: missingBytes,
        trash_bytes: volume.trashBytes,
      },
    });
  if (volume.maxFileCount === null) return;
  const missingFiles = volume.inodeCount + growth.inodeCount - volume.maxFileCount;
  if (growth.inodeCount > 0 && missingFiles > 0)
    throw new ApiError("volume_quota_exceeded", `This makes ${missingFiles} more files than the volume may hold.`, {
      suggestedAction: "Delete something, or empty the trash.",
      details: {
        inode_count: volume.inodeCount,
        max_file_count: volume.maxFileCount,
        missing_files: missingFiles,
        used_bytes: volume.usedBytes,
        cap_bytes: cap,
        missing_bytes: 0,
      },
    });
}
