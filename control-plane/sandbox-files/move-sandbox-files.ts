import type { BulkResult } from "#lib/api/files.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { childOf, nameFromBytes } from "#lib/api/paths.ts";
import type { MoveSandboxFilesInput } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import { createBulk } from "../files/bulk.ts";
import { moveInto } from "../files/move-into.ts";
import { withDirectory } from "../files/with-directory.ts";
import { createBreather } from "../storage/breather.ts";
import type { Entry } from "../storage/resolve-path.ts";
import { removeTree } from "../storage/tree-jobs.ts";
import { findMountedVolumes } from "./mounted-volumes.ts";
import { requireReplaceable } from "./require-replaceable.ts";
import { translateSandboxError, withSandboxFiles } from "./with-sandbox-files.ts";
import { withStagingIn } from "./with-staging.ts";

/**
 * Moves files and directories of a sandbox into a directory, each under its own name and on its own. What would have to cross
 * from one file system to another is refused, as is a directory with a volume mounted in it.
 * @throws ApiError as `withSandboxFiles`, and file_not_found or file_conflict for the destination, volume_read_only
 */
export const moveSandboxFiles = (ctx: Context, id: SandboxId, input: MoveSandboxFilesInput): Promise<BulkResult> =>
  withSandboxFiles(ctx, id, "sandboxes:write", async ({ tree, resolve }) => {
    const destination = resolve(input.destination);
    const paths = input.paths.map(resolve);
    const requireUnmounted = await findMountedVolumes(ctx, id, tree);
    return withDirectory(tree, destination, (directory) =>
      withStagingIn(ctx.system, tree, directory.fd, async (root) => {
        const bulk = createBulk(ctx, translateSandboxError);
        const breathe = createBreather();
        for (const path of paths) {
          await bulk.attempt(path, async () => {
            const check = (entry: Entry) => {
              requireUnmounted(entry, path);
              if (input.conflict === "replace") requireReplaceable(directory, entry.parent?.name, requireUnmounted);
            };
            const moved = moveInto(root, path, directory, input.conflict, check);
            if (moved.replaced !== null) await removeTree(root.staging, moved.replaced);
            return { path, to: childOf(destination, nameFromBytes(moved.name)), trash_id: null };
          });
          await breathe();
        }
        return bulk.result();
      }),
    );
  });
