import type { SandboxId } from "#lib/api/ids.ts";
import type { SandboxPreviewReplaceInput } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import type { SearchEnd } from "../searching/look-through.ts";
import { type PreviewOptions, previewTree } from "../searching/preview-tree.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/**
 * Says what a replace would change in files of a sandbox, what is mounted below the path too; see `previewTree`. What belongs
 * to the kernel is passed over.
 * @throws ApiError as `withSandboxFiles` and `previewTree`
 */
export const previewSandboxReplace = (
  ctx: Context,
  id: SandboxId,
  input: SandboxPreviewReplaceInput,
  options: PreviewOptions,
): Promise<SearchEnd> =>
  withSandboxFiles(ctx, id, "sandboxes:read", async ({ tree, resolve }) =>
    previewTree(ctx, tree, resolve(input.path), input, options),
  );
