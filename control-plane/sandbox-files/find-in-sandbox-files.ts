import type { SandboxId } from "#lib/api/ids.ts";
import type { SandboxFindInput, SandboxSearchInput } from "#lib/api/sandbox-files.ts";
import type { FoundLine } from "#lib/api/searching.ts";
import type { Context } from "../context.ts";
import { type Collected, type CollectOptions, collectLines, collectNames } from "../searching/collect-found.ts";
import { searchTree } from "../searching/search-tree.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/**
 * Finds the lines of text files that match, by file and line, what is mounted below the path too. Binary files, and what
 * belongs to the kernel, are passed over.
 * @throws ApiError as `withSandboxFiles`, and file_not_found, permission_denied (the kernel's own), invalid_request (the
 *   pattern), timeout
 */
export const findInSandboxFiles = (
  ctx: Context,
  id: SandboxId,
  input: SandboxFindInput,
  options: CollectOptions = {},
): Promise<Collected<FoundLine>> =>
  withSandboxFiles(ctx, id, "sandboxes:read", async ({ tree, resolve }) => {
    const path = resolve(input.path);
    return collectLines(input, options, (search, how) => searchTree(ctx, tree, path, search, how));
  });

/**
 * Finds files and directories by a glob, in order of path.
 * @throws ApiError as `withSandboxFiles`, and file_not_found, permission_denied (the kernel's own), timeout
 */
export const searchSandboxFiles = (
  ctx: Context,
  id: SandboxId,
  input: SandboxSearchInput,
  options: CollectOptions = {},
): Promise<Collected<string>> =>
  withSandboxFiles(ctx, id, "sandboxes:read", async ({ tree, resolve }) => {
    const path = resolve(input.path);
    return collectNames(input.pattern, options, (search, how) => searchTree(ctx, tree, path, search, how));
  });
