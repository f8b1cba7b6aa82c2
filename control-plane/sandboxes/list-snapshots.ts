import { and, desc, eq } from "drizzle-orm";
import type { ListSnapshotsQuery, Snapshot } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { snapshots } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { isVisible } from "./find-snapshot.ts";
import { parseMetadataFilter } from "./parse-metadata-filter.ts";
import { toSnapshot } from "./to-snapshot.ts";

/** The snapshots of the team, newest first. @throws ApiError forbidden, invalid_request */
export async function listSnapshots(ctx: Context, query: ListSnapshotsQuery): Promise<Snapshot[]> {
  authorize(ctx, "sandboxes:read");
  const rows = await ctx.system.database.queries
    .select()
    .from(snapshots)
    .where(
      and(
        eq(snapshots.teamId, ctx.team),
        isVisible,
        query.sandbox_id === undefined ? undefined : eq(snapshots.sandboxId, query.sandbox_id),
        parseMetadataFilter(snapshots.metadata, query.metadata),
      ),
    )
    .orderBy(desc(snapshots.createdAt), desc(snapshots.id));
  return rows.map(toSnapshot);
}
