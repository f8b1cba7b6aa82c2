import { toastFailure } from "#components/ui/toast-failure.tsx";
import { perform } from "#components/ui/use-act.ts";
import { createFileAction, makeDirectoryAction } from "#lib/actions/files.ts";
import type { FileInfo } from "#lib/api/files.ts";
import { childOf, type VolumePath } from "#lib/api/paths.ts";
import { patchDirectory } from "#lib/queries/file-cache.ts";
import { withEntry } from "#lib/queries/file-pages.ts";
import { fileKeys } from "#lib/queries/files.ts";
import type { Desk } from "./desk.ts";
import { quoted } from "./words.ts";

/** An entry as it will be, before the server has said so. */
const expected = (path: VolumePath, name: string, isDirectory: boolean): FileInfo => ({
  name,
  path,
  is_dir: isDirectory,
  size: 0,
  type: isDirectory ? "directory" : "file",
  mode: isDirectory ? "drwxr-xr-x" : "-rw-r--r--",
  permissions: isDirectory ? "0755" : "0644",
  owner: "",
  group: "",
  modified_time: new Date().toISOString(),
  symlink_target: null,
});

/** Makes an empty file or a folder. Answers it, or null when it was refused. */
export async function makeEntry(
  { cache, root }: Desk,
  directory: VolumePath,
  name: string,
  kind: "file" | "folder",
): Promise<FileInfo | null> {
  const path = childOf(directory, name);
  const takeBack = patchDirectory(cache, root, directory, (pages, view) =>
    withEntry(pages, expected(path, name, kind === "folder"), view),
  );
  try {
    return await perform(kind === "folder" ? makeDirectoryAction : createFileAction, { root, path });
  } catch (error) {
    takeBack();
    toastFailure(`${quoted(name)} was not created`, error);
    return null;
  } finally {
    void cache.invalidateQueries({ queryKey: fileKeys.directory(root, directory) });
  }
}
