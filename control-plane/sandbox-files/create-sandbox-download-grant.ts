import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { isWithin } from "#lib/api/paths.ts";
import type { SandboxDownloadGrantInput } from "#lib/api/sandbox-files.ts";
import type { ArchiveFormat, Grant } from "#lib/api/transfers.ts";
import type { Context } from "../context.ts";
import { requireRegularFile } from "../storage/open-file.ts";
import { withEntry } from "../storage/resolve-path.ts";
import { DOWNLOAD_GRANT_SECONDS } from "../transfers/grant.ts";
import { keepSelection } from "../transfers/selection.ts";
import { issueSandboxGrant } from "./sandbox-grant.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/**
 * A signed download from a sandbox: a file as it is; a directory, or what is chosen in it, as one archive.
 * @param directoryFormat what a directory comes as when `input` does not say
 * @throws ApiError as `withSandboxFiles`, and file_not_found, file_conflict for special files, invalid_request when an archive
 *   of a file is asked for or a chosen path lies elsewhere
 */
export const createSandboxDownloadGrant = (
  ctx: Context,
  sandbox: SandboxId,
  input: SandboxDownloadGrantInput,
  directoryFormat: ArchiveFormat = "zip",
): Promise<Grant> =>
  withSandboxFiles(ctx, sandbox, "sandboxes:read", async ({ tree, resolve }) => {
    const path = resolve(input.path);
    const chosen = input.paths?.map(resolve);
    const stat = withEntry(tree, path, { follow: true }, (entry) => entry.stat);
    const seconds = DOWNLOAD_GRANT_SECONDS;
    const answer = ({ url, expiresAt }: { url: string; expiresAt: Date }): Grant => ({
      url,
      method: "GET",
      headers: {},
      expires_at: expiresAt.toISOString(),
    });
    if (!stat.isDirectory()) {
      requireRegularFile(stat, path);
      if (input.archive_format !== undefined || chosen !== undefined)
        throw new ApiError("invalid_request", `archive_format: ${path} is a file, which comes as it is`, {
          suggestedAction: "Leave archive_format and paths out.",
          details: { field: "archive_format", rule: "only for a directory" },
        });
      return answer(await issueSandboxGrant(ctx, { verb: "download", sandbox, path, purpose: input.purpose }, seconds));
    }
    const stray = chosen?.find((one) => one === path || !isWithin(one, path));
    if (stray !== undefined)
      throw new ApiError("invalid_request", `paths: ${stray} is not in the directory ${path}`, {
        details: { field: "paths", rule: "must be below path" },
      });
    const selection = chosen === undefined ? null : await keepSelection(ctx, null, chosen, seconds);
    const format = input.archive_format ?? directoryFormat;
    return answer(await issueSandboxGrant(ctx, { verb: "archive", sandbox, path, format, selection }, seconds));
  });
