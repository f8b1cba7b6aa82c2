import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { type OpenFile, openFileForReading } from "../storage/open-file.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/**
 * Opens a regular file of a sandbox for reading; the caller closes the handle.
 * @throws ApiError as `withSandboxFiles`, and file_not_found, file_conflict (a directory or special file),
 *   permission_denied (the kernel's own)
 */
export const openSandboxFile = (ctx: Context, id: SandboxId, path: string): Promise<OpenFile> =>
  withSandboxFiles(ctx, id, "sandboxes:read", ({ tree, resolve }) => openFileForReading(tree, resolve(path)));
