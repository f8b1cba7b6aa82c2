import type { Facts } from "#components/ui/conflict-facts.tsx";
import { withToast } from "#components/ui/toast.ts";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { perform } from "#components/ui/use-act.ts";
import { restoreTrashAction } from "#lib/actions/files.ts";
import type { BulkResult, TrashEntry } from "#lib/api/files.ts";
import type { TrashId, VolumeId } from "#lib/api/ids.ts";
import { parentOf } from "#lib/api/paths.ts";
import { fileKeys, trashList } from "#lib/queries/files.ts";
import { batches } from "../model/conflicts.ts";
import type { Desk } from "./desk.ts";
import { inChunks } from "./in-chunks.ts";
import { reportFailures } from "./report-failures.ts";
import { place, things } from "./words.ts";

const factsOf = (entry: TrashEntry): Facts => ({
  isDirectory: entry.type === "directory",
  size: entry.used_bytes,
  at: entry.trashed_at,
});

/**
 * Brings entries back from the trash to where they were, asking where that is taken.
 * @param known the entries, where they are at hand: a refusal names a path, and this finds the id behind it
 */
export async function restoreEntries(
  desk: Desk,
  volume: VolumeId,
  ids: readonly TrashId[],
  known: readonly TrashEntry[] = [],
): Promise<BulkResult["succeeded"]> {
  const { cache } = desk;
  const run = (chosen: readonly TrashId[], conflict: "error" | "replace" | "keep_both") =>
    inChunks(chosen, "Restoring", (chunk) => perform(restoreTrashAction, { volumeId: volume, ids: chunk, conflict }));
  try {
    const first = await run(ids, "error");
    const succeeded = [...first.succeeded];
    const failed = first.failed.filter(({ code }) => code !== "file_conflict");
    const taken = first.failed.filter(({ code }) => code === "file_conflict").map(({ path }) => path);
    if (taken.length > 0) {
      const entries = known.length > 0 ? known : await cache.fetchQuery(trashList(volume));
      const chosen = new Set(ids);
      const queue = await desk.askConflicts({
        act: `Restore ${things(taken)}`,
        taken: taken.map((path) => ({ path, at: path })),
        known: new Map(entries.filter(({ id }) => chosen.has(id)).map((entry) => [entry.path, factsOf(entry)])),
      });
      for (const batch of batches(queue)) {
        const paths = new Set(batch.paths);
        const again = entries.filter((entry) => chosen.has(entry.id) && paths.has(entry.path)).map(({ id }) => id);
        if (again.length === 0) continue;
        const more = await run(again, batch.conflict);
        succeeded.push(...more.succeeded);
        failed.push(...more.failed);
      }
    }
    reportFailures(failed, "restored");
    const paths = succeeded.map(({ path, to }) => to ?? path);
    const [back] = paths;
    if (back !== undefined)
      withToast((toast) =>
        toast.success(`Restored ${things(paths)}${paths.length === 1 ? ` to ${place(parentOf(back))}` : ""}`),
      );
    return succeeded;
  } catch (error) {
    toastFailure("Nothing was restored", error);
    return [];
  } finally {
    void cache.invalidateQueries({ queryKey: fileKeys.ofRoot(desk.root) });
    void cache.invalidateQueries({ queryKey: fileKeys.trash(volume) });
  }
}
