import type { FileInfo } from "#lib/api/files.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { describeSandboxFile } from "./describe-sandbox-file.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/** @throws ApiError as `withSandboxFiles`, and file_not_found, permission_denied (the kernel's own) */
export const getSandboxFileInfo = (ctx: Context, id: SandboxId, path: string): Promise<FileInfo> =>
  withSandboxFiles(ctx, id, "sandboxes:read", async ({ tree, resolve }) => describeSandboxFile(tree, resolve(path)));
