import type { BulkResult } from "#lib/api/files.ts";
import type { CopyOptions } from "../files/copy-progress.ts";
import { asOnlyAttempt } from "../transfers/hold-attempt.ts";
import { readSelection } from "../transfers/selection.ts";
import { copySandboxFiles } from "./copy-sandbox-files.ts";
import type { AdmittedToSandbox } from "./sandbox-grant.ts";

/**
 * Copies what a grant is for.
 * @throws ApiError grant_expired, upload_conflict while the same grant is at work, and what `copySandboxFiles` throws
 */
export async function copyBySandboxGrant(
  { ctx, grant }: AdmittedToSandbox<"copy">,
  options: CopyOptions,
): Promise<BulkResult> {
  const paths = await readSelection(ctx, grant.selection);
  const { path: destination, conflict } = grant;
  return asOnlyAttempt(grant.jti, () =>
    copySandboxFiles(ctx, grant.sandbox, { paths, destination, conflict }, options),
  );
}
