import { withToast } from "#components/ui/toast.ts";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { perform } from "#components/ui/use-act.ts";
import { removeSandboxFilesAction } from "#lib/actions/files.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";
import { patchDirectory } from "#lib/queries/file-cache.ts";
import { withoutEntries } from "#lib/queries/file-pages.ts";
import { fileKeys } from "#lib/queries/files.ts";
import type { Desk } from "./desk.ts";
import { inChunks } from "./in-chunks.ts";
import { reportFailures } from "./report-failures.ts";
import { items, things } from "./words.ts";

/** Deletes entries of one folder of a sandbox, which has no trash. What was refused comes back into the list. */
export async function removeForGood(desk: Desk, sandbox: SandboxId, paths: readonly VolumePath[]): Promise<void> {
  const [first] = paths;
  if (first === undefined) return;
  const directory = parentOf(first);
  const names = new Set(paths.map(nameOf));
  const takeBack = patchDirectory(desk.cache, desk.root, directory, (pages) => withoutEntries(pages, names));
  try {
    const { succeeded, failed, left } = await inChunks(paths, `Deleting ${items(paths.length)}`, (chunk) =>
      perform(removeSandboxFilesAction, { sandboxId: sandbox, paths: chunk }),
    );
    reportFailures(failed, "deleted");
    if (succeeded.length > 0)
      withToast((toast) =>
        toast.success(`Deleted ${things(succeeded.map(({ path }) => path))} for good`, {
          ...(left > 0 ? { description: `Stopped: ${items(left)} stayed.` } : {}),
        }),
      );
  } catch (error) {
    takeBack();
    toastFailure(`${things(paths)} could not be deleted`, error);
  } finally {
    void desk.cache.invalidateQueries({ queryKey: fileKeys.directory(desk.root, directory) });
  }
}
