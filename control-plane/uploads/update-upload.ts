import { eq, sql } from "drizzle-orm";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { UploadId } from "#lib/api/ids.ts";
import type { AnyUploadSession } from "#lib/api/sandbox-uploads.ts";
import type { Context } from "../context.ts";
import { uploads } from "../db/schema.ts";
import { findDestination } from "./find-destination.ts";
import { findUpload, lockUpload, requireOpen } from "./find-upload.ts";
import { targetIn } from "./target-in.ts";
import { readSession } from "./to-session.ts";
import { authorizeUpload } from "./upload-root.ts";

/**
 * Lets an upload go to another path, so that a name which was taken meanwhile costs none of the bytes that are there. What
 * stands at the path is held against it when it is completed.
 * @throws ApiError forbidden, volume_not_found, sandbox_not_found, upload_not_found, upload_conflict, file_upload_error
 */
export async function updateUpload(
  ctx: Context,
  root: FileRoot,
  id: UploadId,
  input: { target_path: string },
): Promise<AnyUploadSession> {
  authorizeUpload(ctx, root);
  return ctx.transaction(async (tx) => {
    const targetPath = targetIn(await findDestination(tx, ctx, root), input.target_path);
    requireOpen(await lockUpload(tx, ctx, root, id));
    await tx.update(uploads).set({ targetPath, updatedAt: sql`now()` }).where(eq(uploads.id, id));
    return readSession(tx, ctx, await findUpload(tx, ctx, root, id));
  });
}
