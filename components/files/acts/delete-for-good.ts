import { formatBytes } from "#components/ui/format-bytes.ts";
import { withToast } from "#components/ui/toast.ts";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { perform } from "#components/ui/use-act.ts";
import { emptyTrashAction } from "#lib/actions/files.ts";
import type { TrashId, VolumeId } from "#lib/api/ids.ts";
import { MAX_PATHS_PER_CALL } from "#lib/api/limits.ts";
import { fileKeys } from "#lib/queries/files.ts";
import type { Desk } from "./desk.ts";
import { items } from "./words.ts";

/** Deletes from the trash for good, up to 1,000 in one call. */
export async function deleteForGood({ cache }: Desk, volume: VolumeId, ids: readonly TrashId[]): Promise<void> {
  let count = 0;
  let freed = 0;
  try {
    for (let at = 0; at < ids.length; at += MAX_PATHS_PER_CALL) {
      const chunk = ids.slice(at, at + MAX_PATHS_PER_CALL);
      const done = await perform(emptyTrashAction, { volumeId: volume, ids: chunk });
      count += done.count;
      freed += done.freed_bytes;
    }
    withToast((toast) =>
      toast.success(`Deleted ${items(count)} for good`, { description: `${formatBytes(freed)} are free again.` }),
    );
  } catch (error) {
    toastFailure(count === 0 ? "Nothing was deleted" : `Only ${items(count)} could be deleted`, error);
  } finally {
    void cache.invalidateQueries({ queryKey: fileKeys.trash(volume) });
  }
}
