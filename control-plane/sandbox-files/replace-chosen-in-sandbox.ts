import type { SandboxId } from "#lib/api/ids.ts";
import type { ReplacedChosen } from "#lib/api/replacing.ts";
import type { SandboxReplaceChosenInput } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import { replaceChosenInTree } from "../searching/replace-chosen-in-tree.ts";
import type { ReplaceOptions } from "../searching/replace-in-files.ts";
import { putInSandbox } from "./put-in-sandbox.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/**
 * Replaces the matches that were chosen in a preview of files of a sandbox; see `replaceChosenInTree`.
 * @throws ApiError as `withSandboxFiles` and `replaceChosenInTree`
 */
export const replaceChosenInSandbox = (
  ctx: Context,
  id: SandboxId,
  input: SandboxReplaceChosenInput,
  options: ReplaceOptions = {},
): Promise<ReplacedChosen> =>
  withSandboxFiles(ctx, id, "sandboxes:write", ({ tree }) =>
    replaceChosenInTree({ ctx, tree, put: putInSandbox(ctx, tree) }, input, options),
  );
