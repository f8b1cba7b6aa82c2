import type { SnapshotId } from "#lib/api/ids.ts";
import type { Snapshot } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { findSnapshot } from "./find-snapshot.ts";
import { toSnapshot } from "./to-snapshot.ts";

/** @throws ApiError forbidden, snapshot_not_found */
export async function getSnapshot(ctx: Context, id: SnapshotId): Promise<Snapshot> {
  authorize(ctx, "sandboxes:read");
  return toSnapshot(await findSnapshot(ctx.system.database.queries, ctx, id));
}
