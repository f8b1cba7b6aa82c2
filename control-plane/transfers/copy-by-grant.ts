import type { BulkResult, CopyProgress } from "#lib/api/files.ts";
import { copyVolumeFiles } from "../files/copy-volume-files.ts";
import type { Admitted } from "./admit-grant.ts";
import type { CopyGrant } from "./grant.ts";
import { asOnlyAttempt } from "./hold-attempt.ts";
import { readSelection } from "./selection.ts";

/**
 * Copies what a grant is for.
 * @throws ApiError grant_expired, upload_conflict while the same grant is at work, and what `copyVolumeFiles` throws
 */
export async function copyByGrant(
  { ctx, grant }: Admitted<CopyGrant>,
  options: { signal: AbortSignal; onProgress: (progress: CopyProgress) => void },
): Promise<BulkResult> {
  const paths = await readSelection(ctx, grant.selection);
  const { path: destination, conflict } = grant;
  return asOnlyAttempt(grant.jti, () => copyVolumeFiles(ctx, grant.volume, { paths, destination, conflict }, options));
}
