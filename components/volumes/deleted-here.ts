import type { VolumeId } from "#lib/api/ids.ts";

/** The volumes that were deleted from this very page: nobody needs to be told that they are gone. */
export const deletedHere = new Set<VolumeId>();
