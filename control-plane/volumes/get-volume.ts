import type { VolumeId } from "#lib/api/ids.ts";
import type { Volume } from "#lib/api/volumes.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { findShownVolume } from "./find-volume.ts";
import { toVolume } from "./to-volume.ts";

/** @throws ApiError forbidden, volume_not_found */
export async function getVolume(ctx: Context, id: VolumeId, options: { actions?: boolean } = {}): Promise<Volume> {
  authorize(ctx, "volumes:read");
  return toVolume(ctx, await findShownVolume(ctx.system.database.queries, ctx, id), options);
}
