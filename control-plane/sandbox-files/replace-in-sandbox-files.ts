import type { SandboxId } from "#lib/api/ids.ts";
import type { SandboxReplaceInput } from "#lib/api/sandbox-files.ts";
import type { Replaced } from "#lib/api/searching.ts";
import type { Context } from "../context.ts";
import { type ReplaceOptions, replaceInFiles } from "../searching/replace-in-files.ts";
import { putInSandbox } from "./put-in-sandbox.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/**
 * Replaces every match in files of a sandbox, keeping their mode and owner; see `replaceInFiles`. What belongs to the kernel is
 * counted as skipped.
 * @throws ApiError as `withSandboxFiles` and `replaceInFiles`
 */
export const replaceInSandboxFiles = (
  ctx: Context,
  id: SandboxId,
  input: SandboxReplaceInput,
  options: ReplaceOptions = {},
): Promise<Replaced> =>
  withSandboxFiles(ctx, id, input.dry_run ? "sandboxes:read" : "sandboxes:write", async ({ tree, resolve }) =>
    replaceInFiles(
      {
        ctx,
        tree,
        files: input.files.map(resolve),
        input,
        put: putInSandbox(ctx, tree),
      },
      options,
    ),
  );
