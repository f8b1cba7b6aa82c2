import { withToast } from "#components/ui/toast.ts";
import { perform } from "#components/ui/use-act.ts";
import { setPermissionsAction } from "#lib/actions/files.ts";
import { nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";
import { patchDirectory } from "#lib/queries/file-cache.ts";
import { withChange } from "#lib/queries/file-pages.ts";
import { fileKeys } from "#lib/queries/files.ts";
import { octal } from "../model/permission-bits.ts";
import type { Desk } from "./desk.ts";
import { inChunks } from "./in-chunks.ts";
import { reportFailures } from "./report-failures.ts";
import { things } from "./words.ts";

/**
 * Sets the permission bits of entries of one folder, and of all below them when `recursive`.
 * @throws ApiError when nothing was changed; the rows are as before then
 */
export async function setPermissions(
  { cache, root }: Desk,
  paths: readonly VolumePath[],
  bits: number,
  recursive: boolean,
): Promise<void> {
  const [first] = paths;
  if (first === undefined) return;
  const directory = parentOf(first);
  const takeBack = patchDirectory(cache, root, directory, (pages) =>
    paths.reduce((before, path) => withChange(before, nameOf(path), { permissions: octal(bits) }), pages),
  );
  try {
    const result = await inChunks(paths, `Changing permissions of ${things(paths)}`, (chunk) =>
      perform(setPermissionsAction, { root, paths: chunk, permissions: octal(bits), recursive }),
    );
    reportFailures(result.failed, "changed");
    if (result.succeeded.length > 0)
      withToast((toast) =>
        toast.success(
          `${things(result.succeeded.map(({ path }) => path))} ${result.succeeded.length === 1 ? "has" : "have"} ${octal(bits)} now`,
        ),
      );
  } catch (error) {
    takeBack();
    throw error;
  } finally {
    void cache.invalidateQueries({ queryKey: fileKeys.directory(root, directory) });
  }
}
