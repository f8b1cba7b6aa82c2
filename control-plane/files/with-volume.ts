import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { findVolume, type VolumeRow } from "../volumes/find-volume.ts";

/**
 * Opens the files of a volume of the team while `act` runs.
 * @param act gets the volume's row as it is now; lock it anew before changing what it counts
 * @throws ApiError volume_not_found, volume_backend_unavailable
 */
export async function withVolume<T>(
  ctx: Context,
  id: VolumeId,
  act: (root: VolumeRoot, volume: VolumeRow) => Promise<T>,
): Promise<T> {
  const volume = await findVolume(ctx.system.database.queries, ctx, id);
  return ctx.system.store.use(id, (root) => act(root, volume));
}
