import { eq, sql } from "drizzle-orm";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { UploadId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { uploadParts, uploads } from "../db/schema.ts";
import { findDestination } from "./find-destination.ts";
import { lockUpload, requireOpen } from "./find-upload.ts";
import { removeSessionFile } from "./session-file.ts";
import { withSessionStaging } from "./session-staging.ts";
import { authorizeUpload } from "./upload-root.ts";

/**
 * Gives an upload up: its bytes go, and its room is free. One that has ended without being completed stays as it is.
 * @throws ApiError forbidden, volume_not_found, sandbox_not_found, upload_not_found, upload_conflict while it is being completed,
 *   file_upload_error (upload_already_completed)
 */
export async function abortUpload(ctx: Context, root: FileRoot, id: UploadId): Promise<void> {
  authorizeUpload(ctx, root);
  await findDestination(ctx.system.database.queries, ctx, root);
  await withSessionStaging(ctx.system, root, async (staging) => {
    await ctx.transaction(async (tx) => {
      const upload = await lockUpload(tx, ctx, root, id);
      if (upload.status === "aborted" || upload.status === "expired" || upload.status === "failed") return;
      if (upload.expiresAt.getTime() > Date.now() || upload.status !== "open") requireOpen(upload);
      await tx.update(uploads).set({ status: "aborted", updatedAt: sql`now()` }).where(eq(uploads.id, id));
      await tx.delete(uploadParts).where(eq(uploadParts.uploadId, id));
    });
    await removeSessionFile(staging, id);
  });
}
