import type { SandboxId } from "#lib/api/ids.ts";
import type { SandboxFilePermissionsInput } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import { changeMode } from "../files/change-mode.ts";
import { checkPreconditions, type Preconditions } from "../files/preconditions.ts";
import { versionOf } from "../files/version-of.ts";
import { withEntry } from "../storage/resolve-path.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/**
 * Sets the permission bits of a file or directory of a sandbox; a symlink is followed, as chmod does.
 * @throws ApiError as `withSandboxFiles`, and file_not_found, permission_denied (the kernel's own), volume_read_only
 */
export const setSandboxFilePermissions = (
  ctx: Context,
  id: SandboxId,
  { path, permissions }: SandboxFilePermissionsInput,
  given: Pick<Preconditions, "ifMatch"> = {},
): Promise<void> =>
  withSandboxFiles(ctx, id, "sandboxes:write", async ({ tree, resolve }) =>
    withEntry(tree, resolve(path), { follow: true }, (entry) => {
      checkPreconditions(given, versionOf(entry));
      changeMode(entry.fd, entry.stat, Number.parseInt(permissions, 8));
    }),
  );
