import { randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, inArray, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { UploadId } from "#lib/api/ids.ts";
import type { AnyCompletedUpload } from "#lib/api/sandbox-uploads.ts";
import type { CompleteUploadInput } from "#lib/api/uploads.ts";
import type { Context } from "../context.ts";
import { uploadParts, uploads } from "../db/schema.ts";
import { runningSandbox } from "../sandboxes/running-sandbox.ts";
import { type Completing, claimed, keepClaim, takeClaim } from "./claim-upload.ts";
import { findDestination } from "./find-destination.ts";
import { findUpload, partsOf, presentParts, requireOpen, type UploadRow } from "./find-upload.ts";
import { publishToSandbox } from "./publish-to-sandbox.ts";
import { publishToVolume } from "./publish-to-volume.ts";
import { openSessionFile } from "./session-file.ts";
import { withSessionStaging } from "./session-staging.ts";
import { hasConditions } from "./target-taken.ts";
import { readSession } from "./to-session.ts";
import { uploadRefusal } from "./upload-refusal.ts";
import { authorizeUpload } from "./upload-root.ts";
import { findSpoiled, hashUpload } from "./verify-upload.ts";

/** How long a second request waits for the first one. */
const WAIT_MS = 120_000;
const LOOK_MS = 250;
const MAX_MISSING_TOLD = 100;

const missing = ({ id, partCount }: UploadRow, numbers: readonly number[]) =>
  uploadRefusal(id, "missing_parts", `${numbers.length} of ${partCount} parts are missing.`, {
    suggestedAction: "Send the missing parts, then complete the upload.",
    missing_parts: numbers.slice(0, MAX_MISSING_TOLD),
  });

/** Reads every part again, and has those sent again of which the disk has something else than what arrived. */
async function refuseSpoiled({ ctx, upload }: Completing, file: FileHandle): Promise<void> {
  const { queries } = ctx.system.database;
  const spoiled = await findSpoiled(file, upload, await partsOf(queries, upload));
  if (spoiled.length === 0) return;
  await queries
    .delete(uploadParts)
    .where(and(eq(uploadParts.uploadId, upload.id), inArray(uploadParts.number, spoiled)));
  throw missing(upload, spoiled);
}

/**
 * Refuses what does not have all its bytes, or other ones. Each part was hashed when it arrived and has been on the disk
 * since; so its bytes are only read again where more than one process wrote parts, or for a checksum of the whole.
 * @returns the SHA-256 of the whole, where one was declared
 */
async function check(completing: Completing, file: FileHandle, declared: readonly string[]): Promise<string | null> {
  const { ctx, upload } = completing;
  const present = new Set((await presentParts(ctx.system.database.queries, upload)).numbers);
  if (present.size < upload.partCount)
    throw missing(
      upload,
      Array.from({ length: upload.partCount }, (_, number) => number).filter((number) => !present.has(number)),
    );
  if (upload.writer === null) await refuseSpoiled(completing, file);
  if (declared.length === 0) return null;
  const sha256 = await hashUpload(file, upload);
  if (declared.every((given) => given === sha256)) return sha256;
  // Where the disk is at fault, what it lost is all that has to be sent again.
  await refuseSpoiled(completing, file);
  throw uploadRefusal(
    upload.id,
    "whole_checksum_mismatch",
    "The bytes that arrived do not have the declared SHA-256.",
    { suggestedAction: "Abort the upload and send it again.", received_sha256: sha256 },
  );
}

async function publish(
  completing: Completing,
  root: FileRoot,
  file: FileHandle,
  input: CompleteUploadInput,
): Promise<void> {
  const { wholeChecksumSha256 } = completing.upload;
  const declared = [input.whole_checksum_sha256, wholeChecksumSha256].flatMap((given) => given ?? []);
  const sha256 = await check(completing, file, declared);
  const checked = { file, sha256, input };
  if (root.kind === "volume") await publishToVolume(completing, root.id, checked);
  else await publishToSandbox(completing, root.id, checked);
}

/** Does it, once this attempt has the claim. */
async function complete(completing: Completing, root: FileRoot, input: CompleteUploadInput): Promise<void> {
  const { ctx, upload } = completing;
  const { queries } = ctx.system.database;
  const letGo = keepClaim(queries, completing);
  try {
    // Said before all of its bytes are read.
    if (root.kind === "sandbox") await runningSandbox(ctx, root.id);
    await withSessionStaging(ctx.system, root, async (staging) => {
      const file = await openSessionFile(staging, upload.id);
      if (file === null) {
        // Only a crash between the publishing of a file and its commit leaves this.
        await queries.update(uploads).set({ status: "failed", updatedAt: sql`now()` }).where(claimed(completing));
        throw uploadRefusal(upload.id, "upload_aborted", "The bytes of this upload are lost.", {
          suggestedAction: "Begin a new upload.",
        });
      }
      await publish(completing, root, file, input).finally(() => file.close());
    });
  } catch (error) {
    // It can be completed again once what was refused is put right.
    await queries
      .update(uploads)
      .set({ status: "open", claimedBy: null, claimedUntil: null })
      .where(claimed(completing));
    throw error;
  } finally {
    letGo();
  }
}

/**
 * Checks that all bytes are there and are the right ones, and publishes them: a file with one rename, an archive unpacked.
 * Asked again, also while it is at work, it answers the same. Refused, the upload stays as it is and can be completed later.
 * @throws ApiError forbidden, volume_not_found, sandbox_not_found, upload_not_found, upload_conflict, volume_quota_exceeded,
 *   precondition_failed with the current `etag` (the given condition does not hold), invalid_request, file_upload_error
 *   (missing_parts, whole_checksum_mismatch, target_conflict, directory_extract_…, upload_expired, upload_aborted); into a
 *   sandbox also sandbox_not_ready, volume_read_only, permission_denied (the kernel's own)
 */
export async function completeUpload(
  ctx: Context,
  root: FileRoot,
  id: UploadId,
  input: CompleteUploadInput,
): Promise<AnyCompletedUpload> {
  authorizeUpload(ctx, root);
  const { queries } = ctx.system.database;
  await findDestination(queries, ctx, root);
  const claim = randomBytes(12).toString("hex");
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const upload = await findUpload(queries, ctx, root, id);
    if (upload.kind !== "file" && hasConditions(input))
      throw new ApiError("invalid_request", "if_match and if_none_match are for the upload of a file.", {
        details: { field: input.if_match === undefined ? "if_none_match" : "if_match" },
      });
    if (upload.status === "completed") {
      return {
        session: await readSession(queries, ctx, upload),
        published_bytes: upload.publishedBytes ?? 0,
        published_file_count: upload.publishedFileCount ?? 0,
      };
    }
    if (upload.status !== "completing" || Date.now() > until) requireOpen(upload);
    const taken = await takeClaim(ctx, upload, claim);
    if (taken !== null) await complete({ ctx, upload: taken, claim }, root, input);
    else await sleep(LOOK_MS);
  }
}
