import type { SandboxId } from "#lib/api/ids.ts";
import type { CopySandboxFilesInput } from "#lib/api/sandbox-files.ts";
import type { Grant } from "#lib/api/transfers.ts";
import type { Context } from "../context.ts";
import { COPY_GRANT_SECONDS } from "../transfers/create-copy-grant.ts";
import { keepSelection } from "../transfers/selection.ts";
import { issueSandboxGrant } from "./sandbox-grant.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/**
 * A signed copy inside a sandbox, which says how far it is while it runs and ends when its connection does.
 * @throws ApiError as `withSandboxFiles`
 */
export const createSandboxCopyGrant = (
  ctx: Context,
  sandbox: SandboxId,
  { paths, destination, conflict }: CopySandboxFilesInput,
): Promise<Grant> =>
  withSandboxFiles(ctx, sandbox, "sandboxes:write", async ({ resolve }) => {
    const path = resolve(destination);
    const selection = await keepSelection(ctx, null, paths.map(resolve), COPY_GRANT_SECONDS);
    const asked = { verb: "copy", sandbox, path, conflict, selection } as const;
    const { url, expiresAt } = await issueSandboxGrant(ctx, asked, COPY_GRANT_SECONDS);
    return { url, method: "POST", headers: {}, expires_at: expiresAt.toISOString() };
  });
