import type { FileRoot } from "#lib/api/file-root.ts";
import type { UploadId } from "#lib/api/ids.ts";
import type { AnyPartGrant } from "#lib/api/sandbox-uploads.ts";
import type { Context } from "../context.ts";
import { issueSandboxGrant } from "../sandbox-files/sandbox-grant.ts";
import { issueGrant, UPLOAD_GRANT_SECONDS } from "../transfers/grant.ts";
import { findDestination } from "./find-destination.ts";
import { findUpload, presentParts, requireOpen } from "./find-upload.ts";
import { toSession } from "./to-session.ts";
import { authorizeUpload } from "./upload-root.ts";

/**
 * A signed URL that takes the parts of one upload and completes it, with how far it is: whoever goes on with it needs both.
 * @throws ApiError forbidden, volume_not_found, sandbox_not_found, upload_not_found, upload_conflict, file_upload_error
 */
export async function createPartGrant(ctx: Context, root: FileRoot, id: UploadId): Promise<AnyPartGrant> {
  authorizeUpload(ctx, root);
  const { queries } = ctx.system.database;
  const destination = await findDestination(queries, ctx, root);
  const upload = await findUpload(queries, ctx, root, id);
  requireOpen(upload);
  const present = await presentParts(queries, upload);
  const asked = { verb: "part", path: upload.targetPath, upload: id } as const;
  const { url, expiresAt } = await (root.kind === "volume"
    ? issueGrant(ctx, { ...asked, volume: root.id }, UPLOAD_GRANT_SECONDS)
    : issueSandboxGrant(ctx, { ...asked, sandbox: root.id }, UPLOAD_GRANT_SECONDS));
  const completion = new URL(url);
  completion.pathname = completion.pathname.replace(/part$/, "completion");
  return {
    url,
    method: "PUT",
    headers: { "content-type": "application/octet-stream" },
    expires_at: expiresAt.toISOString(),
    session: toSession(ctx, destination, upload, present),
    present_parts: [...present.numbers],
    completion_url: completion.href,
  };
}
