import { and, eq, ne } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { SnapshotId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { sandboxes } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { dropDeletedSnapshots } from "./drop-deleted-snapshots.ts";
import { lockSnapshot } from "./find-snapshot.ts";
import { dropSnapshot } from "./snapshot-files.ts";

/**
 * Deletes a snapshot. It is gone for everyone when this returns; its files follow.
 * @throws ApiError forbidden, snapshot_not_found, snapshot_in_use (a hibernated sandbox resumes from it, or one is being made
 *   from it)
 */
export async function deleteSnapshot(ctx: Context, id: SnapshotId): Promise<void> {
  authorize(ctx, "sandboxes:write");
  await ctx.transaction(async (tx) => {
    const snapshot = await lockSnapshot(tx, ctx, id);
    const [user] = await tx
      .select({ id: sandboxes.id })
      .from(sandboxes)
      .where(and(eq(sandboxes.teamId, ctx.team), eq(sandboxes.snapshotId, id), ne(sandboxes.status, "destroyed")));
    if (user !== undefined)
      throw new ApiError("snapshot_in_use", `${user.id} needs this snapshot.`, {
        suggestedAction: "Resume or destroy that sandbox first.",
        details: { sandbox_id: user.id },
      });
    await dropSnapshot(tx, ctx.team, id);
    await appendEvents(tx, ctx, [
      { type: "snapshot.deleted", sandbox_id: snapshot.sandboxId, data: { snapshot_id: id } },
    ]);
  });
  // Not waited for: much takes longer than a client waits.
  dropDeletedSnapshots(ctx.system).catch((error: unknown) =>
    ctx.system.log.warn({ err: error, snapshot_id: id }, "the files of a snapshot are still there; tried again later"),
  );
}
