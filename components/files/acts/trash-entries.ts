import { withToast } from "#components/ui/toast.ts";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { perform } from "#components/ui/use-act.ts";
import { trashFilesAction } from "#lib/actions/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";
import { patchDirectory } from "#lib/queries/file-cache.ts";
import { withoutEntries } from "#lib/queries/file-pages.ts";
import { fileKeys } from "#lib/queries/files.ts";
import { type Desk, undoButton } from "./desk.ts";
import { inChunks } from "./in-chunks.ts";
import { reportFailures } from "./report-failures.ts";
import { restoreEntries } from "./restore-entries.ts";
import { items, things } from "./words.ts";

/** Puts entries of one folder into the trash, with a toast that brings them back. */
export async function trashEntries(desk: Desk, volume: VolumeId, paths: readonly VolumePath[]): Promise<void> {
  const [first] = paths;
  if (first === undefined) return;
  const directory = parentOf(first);
  const names = new Set(paths.map(nameOf));
  const takeBack = patchDirectory(desk.cache, desk.root, directory, (pages) => withoutEntries(pages, names));
  const refresh = () => {
    void desk.cache.invalidateQueries({ queryKey: fileKeys.directory(desk.root, directory) });
    void desk.cache.invalidateQueries({ queryKey: fileKeys.trash(volume) });
  };
  await desk.act(`Delete ${things(paths)}`, async (step) => {
    try {
      const result = await inChunks(paths, `Moving ${items(paths.length)} to the trash`, (chunk) =>
        perform(trashFilesAction, { volumeId: volume, paths: chunk }),
      );
      refresh();
      reportFailures(result.failed, "deleted");
      const ids = result.succeeded.map(({ trash_id }) => trash_id).filter((id) => id !== null);
      if (ids.length === 0) return null;
      withToast((toast) =>
        toast(`Moved ${things(result.succeeded.map(({ path }) => path))} to the trash`, {
          ...(result.left > 0 ? { description: `Stopped: ${items(result.left)} stayed.` } : {}),
          duration: 8000,
          ...undoButton(step),
        }),
      );
      return () => restoreEntries(desk, volume, ids);
    } catch (error) {
      takeBack();
      refresh();
      toastFailure(`${things(paths)} could not be deleted`, error);
      return null;
    }
  });
}
