import { ApiError } from "#lib/api/api-error.ts";
import type { FileInfo } from "#lib/api/files.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { RenameSandboxFileInput } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import { checkPreconditions, type Preconditions } from "../files/preconditions.ts";
import { versionOf } from "../files/version-of.ts";
import { isErrno } from "../storage/descriptors.ts";
import { moveEntryNoReplace } from "../storage/move-entry.ts";
import { rootRefused, withEntry, withParent } from "../storage/resolve-path.ts";
import { describeSandboxFile } from "./describe-sandbox-file.ts";
import { findMountedVolumes } from "./mounted-volumes.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/**
 * Gives a file or directory of a sandbox another path. Nothing is replaced.
 * @throws ApiError as `withSandboxFiles`, and file_not_found, precondition_failed, file_conflict (the new path is taken, within the old one, or on
 *   another file system), permission_denied (the kernel's own), volume_read_only
 */
export const renameSandboxFile = (
  ctx: Context,
  id: SandboxId,
  { old_path, new_path }: RenameSandboxFileInput,
  given: Pick<Preconditions, "ifMatch"> = {},
): Promise<FileInfo> =>
  withSandboxFiles(ctx, id, "sandboxes:write", async ({ tree, resolve }) => {
    const [from, to] = [resolve(old_path), resolve(new_path)];
    const requireUnmounted = await findMountedVolumes(ctx, id, tree);
    withEntry(tree, from, { follow: false }, (entry) => {
      const { parent } = entry;
      if (parent === null) throw rootRefused();
      checkPreconditions(given, versionOf(entry));
      requireUnmounted(entry, from);
      withParent(tree, to, (target) => {
        tree.admit(target.fd);
        try {
          moveEntryNoReplace(parent, target);
        } catch (error) {
          if (isErrno(error, "EINVAL")) throw new ApiError("file_conflict", `${from} cannot be moved into itself.`);
          throw error;
        }
      });
    });
    return describeSandboxFile(tree, to);
  });
