import type { BulkResult } from "#lib/api/files.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { createBulk } from "../files/bulk.ts";
import { findMountedVolumes } from "./mounted-volumes.ts";
import { removeInSandbox } from "./remove-sandbox-file.ts";
import { translateSandboxError, withSandboxFiles } from "./with-sandbox-files.ts";

/** Removes many, each for good and on its own. @throws ApiError as `withSandboxFiles` */
export const removeSandboxFiles = (ctx: Context, id: SandboxId, paths: readonly string[]): Promise<BulkResult> =>
  withSandboxFiles(ctx, id, "sandboxes:write", async ({ tree, resolve }) => {
    const bulk = createBulk(ctx, translateSandboxError);
    const requireUnmounted = await findMountedVolumes(ctx, id, tree);
    for (const path of paths.map(resolve))
      await bulk.attempt(path, async () => {
        await removeInSandbox(ctx, id, tree, path, requireUnmounted);
        return { path, to: null, trash_id: null };
      });
    return bulk.result();
  });
