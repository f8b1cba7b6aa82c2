import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { downloadSelections } from "../db/schema.ts";

/**
 * Keeps the paths that a grant is for: a thousand of them do not fit into a URL.
 * @param volumeId null for a sandbox
 * @param seconds how long the grant holds
 * @returns the name under which the grant finds them
 */
export async function keepSelection(
  ctx: Context,
  volumeId: VolumeId | null,
  paths: VolumePath[],
  seconds: number,
): Promise<string> {
  const id = randomBytes(16).toString("hex");
  await ctx.system.database.queries.insert(downloadSelections).values({
    id,
    teamId: ctx.team,
    volumeId,
    paths,
    expiresAt: new Date(Date.now() + seconds * 1000),
  });
  return id;
}

/** @throws ApiError grant_expired */
export async function readSelection(ctx: Context, id: string): Promise<VolumePath[]> {
  const [row] = await ctx.system.database.queries
    .select({ paths: downloadSelections.paths })
    .from(downloadSelections)
    .where(and(eq(downloadSelections.id, id), eq(downloadSelections.teamId, ctx.team)));
  if (row !== undefined) return row.paths;
  throw new ApiError("grant_expired", "This grant has expired.", { suggestedAction: "Ask for a new one." });
}
