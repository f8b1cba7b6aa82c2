import { and, eq, gt, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { UploadId } from "#lib/api/ids.ts";
import type { AnyUploadSession } from "#lib/api/sandbox-uploads.ts";
import type { Context } from "../context.ts";
import { uploadParts, uploads } from "../db/schema.ts";
import { translateFsError } from "../storage/fs-error.ts";
import { SESSION_SECONDS } from "./create-upload.ts";
import { findDestination } from "./find-destination.ts";
import { findUpload, lockUpload, requireOpen, type UploadRow } from "./find-upload.ts";
import { asNewestAttempt, THIS_PROCESS } from "./newest-attempt.ts";
import { sizeOfPart } from "./part-layout.ts";
import { openSessionFile } from "./session-file.ts";
import { withSessionStaging } from "./session-staging.ts";
import { readSession } from "./to-session.ts";
import { uploadRefusal } from "./upload-refusal.ts";
import { authorizeUpload, rootOf } from "./upload-root.ts";
import { writePart } from "./write-part.ts";

type PartBody = {
  chunks: AsyncIterable<Uint8Array>;
  /** Takes back each chunk once it is written. */
  release?: (chunk: Uint8Array) => void;
  /** Bytes that the request announces; undefined when it does not. */
  length: number | undefined;
  sha256: string | undefined;
};

const wrongSize = (upload: UploadRow, number: number, expected: number) =>
  uploadRefusal(upload.id, "part_size_mismatch", `Part ${number} must have exactly ${expected} bytes.`, {
    suggestedAction: "Send the part again, whole.",
    part_number: number,
    expected_bytes: expected,
  });

const lost = (upload: UploadRow) =>
  uploadRefusal(upload.id, "upload_aborted", "The bytes of this upload are lost.", {
    suggestedAction: "Begin a new upload.",
  });

const ended = () =>
  new ApiError("upload_conflict", "The same part was sent again meanwhile, or the upload has ended.", {
    retryAfter: 1,
  });

const thisPart = (upload: UploadRow, number: number) =>
  and(eq(uploadParts.uploadId, upload.id), eq(uploadParts.number, number));

/**
 * Says before a byte is written that more than one process writes this upload: its parts are then read again in the end.
 * Under the lock that a completion takes too, so that it either finds this said, or nothing is written.
 */
async function admitWriter(ctx: Context, upload: UploadRow): Promise<void> {
  if (upload.writer === null || upload.writer === THIS_PROCESS) return;
  await ctx.transaction(async (tx) => {
    requireOpen(await lockUpload(tx, ctx, rootOf(upload), upload.id));
    await tx.update(uploads).set({ writer: null }).where(eq(uploads.id, upload.id));
  });
}

/** Puts the bytes of a part on the disk for good and checks them. @returns their SHA-256 */
async function store(
  ctx: Context,
  upload: UploadRow,
  number: number,
  body: PartBody,
  signal: AbortSignal,
): Promise<string> {
  const size = sizeOfPart(upload, number);
  return withSessionStaging(ctx.system, rootOf(upload), async (staging) => {
    const handle = await openSessionFile(staging, upload.id);
    if (handle === null) throw lost(upload);
    try {
      const position = number * upload.partSize;
      const received = await writePart(handle, body, {
        position,
        size,
        signal,
        tooLong: () => wrongSize(upload, number, size),
      });
      if (received.size !== size) throw wrongSize(upload, number, size);
      if (body.sha256 !== undefined && body.sha256 !== received.sha256)
        throw uploadRefusal(
          upload.id,
          "invalid_part_checksum",
          `Part ${number} does not have the SHA-256 that came with it.`,
          {
            suggestedAction: "Send the part again.",
            part_number: number,
          },
        );
      await handle.datasync();
      return received.sha256;
    } catch (error) {
      if (signal.aborted) throw ended();
      throw translateFsError(error, upload.targetPath);
    } finally {
      await handle.close();
    }
  });
}

/** @returns the upload as it is then */
async function receive(
  ctx: Context,
  upload: UploadRow,
  number: number,
  body: PartBody,
  signal: AbortSignal,
): Promise<UploadRow> {
  const { queries } = ctx.system.database;
  const [known] = await queries.select().from(uploadParts).where(thisPart(upload, number));
  if (known !== undefined && known.sha256 === body.sha256) {
    // It is on the disk; what is sent again is only let in, so that the client can finish its request.
    for await (const _ of body.chunks) signal.throwIfAborted();
    return findUpload(queries, ctx, rootOf(upload), upload.id);
  }
  await admitWriter(ctx, upload);
  // From here on its place holds a bit of both, so it does not count until it is whole again. Under the lock that a
  // completion takes too: it either finds the part missing, or is found here and nothing is written.
  if (known !== undefined)
    await ctx.transaction(async (tx) => {
      requireOpen(await lockUpload(tx, ctx, rootOf(upload), upload.id));
      await tx.delete(uploadParts).where(thisPart(upload, number));
    });
  const sha256 = await store(ctx, upload, number, body, signal);
  return ctx.transaction(async (tx) => {
    const [open] = await tx
      .update(uploads)
      .set({ updatedAt: sql`now()`, expiresAt: sql`now() + make_interval(secs => ${SESSION_SECONDS})` })
      .where(and(eq(uploads.id, upload.id), eq(uploads.status, "open"), gt(uploads.expiresAt, sql`now()`)))
      .returning();
    if (open === undefined) {
      requireOpen(await lockUpload(tx, ctx, rootOf(upload), upload.id));
      throw ended();
    }
    const part = { size: sizeOfPart(upload, number), sha256 };
    await tx
      .insert(uploadParts)
      .values({ uploadId: upload.id, number, ...part })
      .onConflictDoUpdate({ target: [uploadParts.uploadId, uploadParts.number], set: part });
    return open;
  });
}

/**
 * Takes one part of an upload, in any order; sent again, it replaces what came before. When this returns, the part survives
 * a power cut.
 * @throws ApiError forbidden, volume_not_found, sandbox_not_found, upload_not_found, upload_conflict, timeout, length_mismatch (the connection
 *   was cut), file_upload_error (part_out_of_range, part_size_mismatch, invalid_part_checksum, upload_expired,
 *   upload_aborted, upload_already_completed)
 */
export async function receivePart(
  ctx: Context,
  root: FileRoot,
  id: UploadId,
  number: number,
  body: PartBody,
): Promise<AnyUploadSession> {
  authorizeUpload(ctx, root);
  const { queries } = ctx.system.database;
  const destination = await findDestination(queries, ctx, root);
  const upload = await findUpload(queries, ctx, root, id);
  requireOpen(upload);
  if (number >= upload.partCount)
    throw uploadRefusal(id, "part_out_of_range", `The last part of this upload is ${upload.partCount - 1}.`, {
      part_number: number,
    });
  const size = sizeOfPart(upload, number);
  if (body.length !== undefined && body.length !== size) throw wrongSize(upload, number, size);
  const now = await asNewestAttempt(`${id}:${number}`, (signal) => receive(ctx, upload, number, body, signal));
  return readSession(queries, ctx, now, destination);
}
