import type { BulkResult } from "#lib/api/files.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { SandboxBulkPermissionsInput } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import { createBulk } from "../files/bulk.ts";
import { changeModes } from "../files/change-modes.ts";
import { withEntry } from "../storage/resolve-path.ts";
import { translateSandboxError, withSandboxFiles } from "./with-sandbox-files.ts";

/** Sets the permission bits of many; see `changeModes`. @throws ApiError as `withSandboxFiles` */
export const setSandboxFilesPermissions = (
  ctx: Context,
  id: SandboxId,
  { paths, permissions, recursive }: SandboxBulkPermissionsInput,
): Promise<BulkResult> =>
  withSandboxFiles(ctx, id, "sandboxes:write", async ({ tree, resolve }) => {
    const bulk = createBulk(ctx, translateSandboxError);
    const mode = Number.parseInt(permissions, 8);
    for (const path of paths.map(resolve))
      await bulk.attempt(path, async () => {
        await withEntry(tree, path, { follow: true }, (entry) => changeModes(entry, mode, recursive, tree.admit));
        return { path, to: null, trash_id: null };
      });
    return bulk.result();
  });
