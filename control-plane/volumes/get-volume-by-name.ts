import { and, eq, isNull } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { Volume } from "#lib/api/volumes.ts";
import type { Context } from "../context.ts";
import { volumes } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { shownVolumeColumns } from "./find-volume.ts";
import { toVolume } from "./to-volume.ts";

/**
 * @throws ApiError forbidden; `not_found`, not `volume_not_found`: the official client makes a missing volume only after
 * exactly this code
 */
export async function getVolumeByName(
  ctx: Context,
  name: string,
  options: { actions?: boolean } = {},
): Promise<Volume> {
  authorize(ctx, "volumes:read");
  const [row] = await ctx.system.database.queries
    .select(shownVolumeColumns)
    .from(volumes)
    .where(and(eq(volumes.teamId, ctx.team), eq(volumes.name, name), isNull(volumes.deletedAt)));
  if (row === undefined)
    throw new ApiError("not_found", `There is no volume named ${name} in this team.`, {
      suggestedAction: "List the volumes, or create one with this name.",
    });
  return toVolume(ctx, row, options);
}
