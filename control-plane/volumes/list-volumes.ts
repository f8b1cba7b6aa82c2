import { and, asc, eq, isNull } from "drizzle-orm";
import type { Volume } from "#lib/api/volumes.ts";
import type { Context } from "../context.ts";
import { volumes } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { shownVolumeColumns } from "./find-volume.ts";
import { toVolume } from "./to-volume.ts";

/**
 * The volumes of the team, by name.
 * @param options.actions also say what the caller may do with each, and why not
 * @throws ApiError forbidden
 */
export async function listVolumes(ctx: Context, options: { actions?: boolean } = {}): Promise<Volume[]> {
  authorize(ctx, "volumes:read");
  const rows = await ctx.system.database.queries
    .select(shownVolumeColumns)
    .from(volumes)
    .where(and(eq(volumes.teamId, ctx.team), isNull(volumes.deletedAt)))
    .orderBy(asc(volumes.name));
  return Promise.all(rows.map((row) => toVolume(ctx, row, options)));
}
