import type { Context } from "../context.ts";
import { appendEvents } from "../events/append-event.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { measureTree, removeTree } from "../storage/tree-jobs.ts";
import { changeUsage } from "../volumes/change-usage.ts";
import { lockVolume } from "../volumes/find-volume.ts";

/** Removes the trees that others took the place of (`Relocated.replaced`) and takes them off the books. */
export async function clearReplaced(ctx: Context, root: VolumeRoot, replaced: readonly string[]): Promise<void> {
  if (replaced.length === 0) return;
  const change = { usedBytes: 0, inodeCount: 0, trashBytes: 0 };
  for (const name of replaced) {
    const { exclusive } = await measureTree(root.staging, Buffer.from(name));
    change.usedBytes -= exclusive.usedBytes;
    change.inodeCount -= exclusive.inodeCount;
  }
  await ctx.transaction(async (tx) => {
    const usage = await changeUsage(tx, await lockVolume(tx, ctx, root.volumeId), change);
    await appendEvents(tx, ctx, [{ type: "volume.usage_changed", volume_id: root.volumeId, data: usage }]);
  });
  for (const name of replaced) await removeTree(root.staging, name);
}
