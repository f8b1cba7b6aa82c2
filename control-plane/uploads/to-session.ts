import { MAX_PART_BYTES, MAX_PARTS_AT_ONCE } from "#lib/api/limits.ts";
import type { AnyUploadSession } from "#lib/api/sandbox-uploads.ts";
import type { UploadStatus } from "#lib/api/uploads.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { capInForce } from "../volumes/cap-in-force.ts";
import { type Destination, findDestination } from "./find-destination.ts";
import { type Present, presentParts, type UploadRow } from "./find-upload.ts";
import { firstMissing } from "./part-layout.ts";
import { rootOf } from "./upload-root.ts";

function statusOf(upload: UploadRow, { numbers }: Present): UploadStatus {
  if (upload.status !== "open") return upload.status;
  // The clean-up comes by now and then; the time itself decides.
  if (upload.expiresAt.getTime() <= Date.now()) return "expired";
  if (numbers.length === 0) return "created";
  return numbers.length < upload.partCount ? "uploading" : "staged";
}

/** The session as the API answers it. */
export function toSession(
  ctx: Context,
  destination: Destination,
  upload: UploadRow,
  present: Present,
): AnyUploadSession {
  const done = upload.status === "completed";
  const common = {
    upload_id: upload.id,
    kind: upload.kind,
    source_kind: upload.sourceKind,
    target_path: upload.targetPath,
    content_length: upload.contentLength,
    accepted_bytes: done ? upload.contentLength : present.bytes,
    reserved_staging_bytes: ["open", "completing"].includes(upload.status) ? upload.reservedBytes : 0,
    part_size: upload.partSize,
    part_count: upload.partCount,
    max_concurrency: MAX_PARTS_AT_ONCE,
    next_part: done ? null : firstMissing(present.numbers, upload.partCount),
    status: statusOf(upload, present),
    conflict: upload.conflict,
    checksum_algorithm: "sha256" as const,
    whole_checksum_sha256: upload.wholeChecksumSha256,
    archive_format: upload.kind === "directory_tar" ? ("tar" as const) : null,
    created_at: upload.createdAt.toISOString(),
    updated_at: upload.updatedAt.toISOString(),
    expires_at: upload.expiresAt.toISOString(),
  };
  const quota = ctx.system.config.stagingQuotaBytes;
  const limits = { max_part_bytes: MAX_PART_BYTES, max_concurrency: MAX_PARTS_AT_ONCE };
  if (destination.kind === "sandbox")
    // Its files have no cap of their own.
    return { ...common, limits: { ...limits, max_upload_bytes: quota, sandbox_staging_quota_bytes: quota } };
  const max_upload_bytes = capInForce(ctx, destination.row).bytes;
  return { ...common, limits: { ...limits, max_upload_bytes, staging_quota_bytes: quota } };
}

/**
 * The session as the API answers it, as it is now.
 * @param known what it goes to, where that was looked up before
 * @throws ApiError volume_not_found, sandbox_not_found
 */
export async function readSession(
  tx: Queries,
  ctx: Context,
  upload: UploadRow,
  known?: Destination,
): Promise<AnyUploadSession> {
  const destination = known ?? (await findDestination(tx, ctx, rootOf(upload)));
  return toSession(ctx, destination, upload, await presentParts(tx, upload));
}
