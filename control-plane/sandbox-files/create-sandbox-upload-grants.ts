import type { SandboxId } from "#lib/api/ids.ts";
import type { SandboxUploadGrantsInput } from "#lib/api/sandbox-files.ts";
import type { UploadGrants } from "#lib/api/transfers.ts";
import type { Context } from "../context.ts";
import { findExisting } from "../transfers/find-existing.ts";
import { UPLOAD_GRANT_SECONDS } from "../transfers/grant.ts";
import { issueSandboxGrant } from "./sandbox-grant.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/**
 * Signed uploads of up to 1,000 files of one sandbox, in the order asked, each with what stands at its path now.
 * @throws ApiError as `withSandboxFiles`, and file_conflict for the root
 */
export const createSandboxUploadGrants = (
  ctx: Context,
  id: SandboxId,
  input: SandboxUploadGrantsInput,
): Promise<UploadGrants> =>
  withSandboxFiles(ctx, id, "sandboxes:write", async ({ tree, resolve }) => {
    const grant = async (file: SandboxUploadGrantsInput["files"][number]): Promise<UploadGrants["grants"][number]> => {
      const path = resolve(file.path);
      const found = findExisting(tree, path);
      const { url, expiresAt } = await issueSandboxGrant(
        ctx,
        { ...file, path, sandbox: id, verb: "upload" },
        UPLOAD_GRANT_SECONDS,
      );
      const existing = found && {
        etag: found.etag,
        size: found.size,
        modified_time: found.modified_time,
        is_dir: found.is_dir,
      };
      const headers = { "content-type": "application/octet-stream" };
      return { url, method: "PUT", headers, expires_at: expiresAt.toISOString(), path, existing };
    };
    return { grants: await Promise.all(input.files.map(grant)) };
  });
