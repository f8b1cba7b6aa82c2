import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { describeSandboxFile } from "./describe-sandbox-file.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/** Whether a name is taken, by whatever it be. @throws ApiError as `withSandboxFiles`, and permission_denied */
export const sandboxFileExists = (ctx: Context, id: SandboxId, path: string): Promise<boolean> =>
  withSandboxFiles(ctx, id, "sandboxes:read", async ({ tree, resolve }) => {
    try {
      describeSandboxFile(tree, resolve(path));
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.code === "file_not_found") return false;
      throw error;
    }
  });
