import { and, asc, eq, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { UploadId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { uploadParts, uploads } from "../db/schema.ts";
import { uploadRefusal } from "./upload-refusal.ts";
import { goesTo } from "./upload-root.ts";

export type UploadRow = typeof uploads.$inferSelect;
export type PartRow = typeof uploadParts.$inferSelect;

const thisUpload = (ctx: Context, root: FileRoot, id: UploadId) =>
  and(eq(uploads.id, id), goesTo(root), eq(uploads.teamId, ctx.team));

const notFound = ({ kind }: FileRoot, id: UploadId) =>
  new ApiError("upload_not_found", `There is no upload ${id} in this ${kind}.`, {
    suggestedAction: "Begin a new upload.",
    details: { upload_id: id },
  });

/** @throws ApiError upload_not_found */
export async function findUpload(tx: Queries, ctx: Context, root: FileRoot, id: UploadId): Promise<UploadRow> {
  const [row] = await tx
    .select()
    .from(uploads)
    .where(thisUpload(ctx, root, id));
  if (row === undefined) throw notFound(root, id);
  return row;
}

/** The same, and nobody else changes it until the transaction ends. @throws ApiError upload_not_found */
export async function lockUpload(tx: Queries, ctx: Context, root: FileRoot, id: UploadId): Promise<UploadRow> {
  const [row] = await tx
    .select()
    .from(uploads)
    .where(thisUpload(ctx, root, id))
    .for("update");
  if (row === undefined) throw notFound(root, id);
  return row;
}

/** Which parts are there, in order, and their bytes together. */
export type Present = { numbers: readonly number[]; bytes: number };

const toNumbers = (list: string) => (list === "" ? [] : list.split(",").map(Number));

/** In one row, since it is asked with every part, and a large upload has hundreds of them. */
export async function presentParts(tx: Queries, upload: Pick<UploadRow, "id">): Promise<Present> {
  const { number, size, uploadId } = uploadParts;
  const [row] = await tx
    .select({
      numbers: sql`coalesce(string_agg(${number}::text, ',' order by ${number}), '')`.mapWith(toNumbers),
      bytes: sql`coalesce(sum(${size}), 0)`.mapWith(Number),
    })
    .from(uploadParts)
    .where(eq(uploadId, upload.id));
  return row ?? { numbers: [], bytes: 0 };
}

/** The parts that are there, by number. */
export function partsOf(tx: Queries, upload: UploadRow): Promise<PartRow[]> {
  return tx.select().from(uploadParts).where(eq(uploadParts.uploadId, upload.id)).orderBy(asc(uploadParts.number));
}

/**
 * Refuses what needs a session that still takes parts.
 * @throws ApiError file_upload_error, upload_conflict while it is being completed
 */
export function requireOpen(upload: UploadRow): void {
  const { id, status } = upload;
  const again = { suggestedAction: "Begin a new upload." };
  if (status === "completed") throw uploadRefusal(id, "upload_already_completed", "This upload was completed before.");
  if (status === "aborted") throw uploadRefusal(id, "upload_aborted", "This upload was aborted.", again);
  if (status === "failed") throw uploadRefusal(id, "upload_aborted", "The bytes of this upload are lost.", again);
  if (status === "completing")
    throw new ApiError("upload_conflict", "This upload is being completed.", {
      retryAfter: 1,
      details: { upload_id: id },
    });
  if (status === "expired" || upload.expiresAt.getTime() <= Date.now())
    throw uploadRefusal(id, "upload_expired", "This upload has expired.", again);
}
