import type { SandboxId } from "#lib/api/ids.ts";
import type { SandboxSearchStreamInput } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import type { SearchEnd } from "../searching/look-through.ts";
import { type SearchOptions, searchTree } from "../searching/search-tree.ts";
import { searchOf } from "../searching/search-volume.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/**
 * Looks through a directory of a sandbox, what is mounted below it too, or one file; see `searchTree`. What belongs to the
 * kernel is passed over.
 * @throws ApiError as `withSandboxFiles`, and file_not_found, invalid_request (the pattern); and the reason of the signal
 */
export const searchSandbox = (
  ctx: Context,
  id: SandboxId,
  input: SandboxSearchStreamInput,
  options: SearchOptions,
): Promise<SearchEnd> =>
  withSandboxFiles(ctx, id, "sandboxes:read", async ({ tree, resolve }) =>
    searchTree(ctx, tree, resolve(input.path), searchOf(input), options),
  );
