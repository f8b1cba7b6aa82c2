import { toastFailure } from "#components/ui/toast-failure.tsx";
import { perform } from "#components/ui/use-act.ts";
import { renameFileAction } from "#lib/actions/files.ts";
import type { FileInfo } from "#lib/api/files.ts";
import { childOf, parentOf } from "#lib/api/paths.ts";
import { patchDirectory } from "#lib/queries/file-cache.ts";
import { withEntry, withoutEntries } from "#lib/queries/file-pages.ts";
import { fileKeys } from "#lib/queries/files.ts";
import { type Desk, unremembered } from "./desk.ts";
import { quoted } from "./words.ts";

/** Gives an entry another name in its folder. Answers whether it was done. */
export async function renameEntry(desk: Desk, entry: FileInfo, name: string): Promise<boolean> {
  const { cache, root } = desk;
  const directory = parentOf(entry.path);
  const path = childOf(directory, name);
  const takeBack = patchDirectory(cache, root, directory, (pages, view) =>
    withEntry(withoutEntries(pages, new Set([entry.name])), { ...entry, name, path }, view),
  );
  let done = false;
  await desk.act(`Rename ${quoted(entry.name)}`, async () => {
    try {
      const renamed = await perform(renameFileAction, { root, old_path: entry.path, new_path: path });
      done = true;
      return () => renameEntry(unremembered(desk), renamed, entry.name);
    } catch (error) {
      takeBack();
      toastFailure(`${quoted(entry.name)} was not renamed`, error);
      return null;
    } finally {
      void cache.invalidateQueries({ queryKey: fileKeys.directory(root, directory) });
    }
  });
  return done;
}
