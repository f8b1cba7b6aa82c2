import type { FileInfo } from "#lib/api/files.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { childOf } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { checkPreconditions, type Preconditions } from "../files/preconditions.ts";
import { makeDirectories, missingDirectories } from "../storage/make-directories.ts";
import { describeSandboxFile } from "./describe-sandbox-file.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";
import { withStagingFor } from "./with-staging.ts";

/**
 * Makes a directory and its parents; one that is there is fine, unless `ifNoneMatch` says that it is not.
 * @throws ApiError as `withSandboxFiles`, and file_conflict, precondition_failed
 */
export const makeSandboxDirectory = (
  ctx: Context,
  id: SandboxId,
  path: string,
  given: Preconditions = {},
): Promise<FileInfo> =>
  withSandboxFiles(ctx, id, "sandboxes:write", async ({ tree, resolve }) => {
    const at = resolve(path);
    const missing = missingDirectories(tree, at);
    checkPreconditions(given, missing.length > 0 ? null : { etag: null });
    if (missing.length > 0)
      // Beside the first one that is missing.
      await withStagingFor(ctx.system, tree, childOf(at, "x"), async (root) => makeDirectories(root, missing));
    return describeSandboxFile(tree, at, true);
  });
