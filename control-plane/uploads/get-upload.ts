import type { FileRoot } from "#lib/api/file-root.ts";
import type { UploadId } from "#lib/api/ids.ts";
import type { AnyUploadSession } from "#lib/api/sandbox-uploads.ts";
import type { Context } from "../context.ts";
import { findUpload } from "./find-upload.ts";
import { readSession } from "./to-session.ts";
import { authorizeUpload } from "./upload-root.ts";

/** How far an upload is. @throws ApiError forbidden, volume_not_found, sandbox_not_found, upload_not_found */
export async function getUpload(ctx: Context, root: FileRoot, id: UploadId): Promise<AnyUploadSession> {
  authorizeUpload(ctx, root);
  const { queries } = ctx.system.database;
  return readSession(queries, ctx, await findUpload(queries, ctx, root, id));
}
