import type { SandboxId } from "#lib/api/ids.ts";
import type { ListSandboxFilesQuery } from "#lib/api/sandbox-files.ts";
import type { Context } from "../context.ts";
import { listDirectory } from "../files/list-directory.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/**
 * Lists a directory of a sandbox; see `listDirectory`.
 * @throws ApiError as `withSandboxFiles` and `listDirectory`, and permission_denied (the kernel's own)
 */
export const listSandboxFiles = (
  ctx: Context,
  id: SandboxId,
  query: ListSandboxFilesQuery,
  shape: { directoryType: string },
): Promise<Uint8Array<ArrayBuffer>> =>
  withSandboxFiles(ctx, id, "sandboxes:read", ({ tree, resolve }) =>
    listDirectory(tree, resolve(query.path), query, shape),
  );
