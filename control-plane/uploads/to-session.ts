import { MAX_PART_BYTES, MAX_PARTS_AT_ONCE } from "#lib/api/limits.ts";
import type { AnyUploadSession } from "#lib/api/sandbox-uploads.ts";
import type { UploadStatus } from "#lib/api/uploads.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { capInForce } from "../volumes/cap-in-force.ts";
import { type Destination, findDestination } from "./find-destination.ts";
import { type PartRow, partsOf, type UploadRow } from "./find-upload.ts";
import { firstMissing } from "./part-layout.ts";
import { rootOf } from "./upload-root.ts";

function statusOf(upload: UploadRow, parts: readonly PartRow[]): UploadStatus {
  if (upload.status !== "open") return upload.status;
  // The clean-up comes by now and then; the time itself decides.
  if (upload.expiresAt.getTime() <= Date.now()) return "expired";
  if (parts.length === 0) return "created";
  return parts.length < upload.partCount ? "uploading" : "staged";
}

/** The session as the API answers it. @param parts that are there, by number */
export function toSession(
  ctx: Context,
  destination: Destination,
  upload: UploadRow,
  parts: readonly PartRow[],
): AnyUploadSession {
  const done = upload.status === "completed";
  const numbers = parts.map(({ number }) => number);
  const common = {
    upload_id: upload.id,
    kind: upload.kind,
    source_kind: upload.sourceKind,
    target_path: upload.targetPath,
    content_length: upload.contentLength,
    accepted_bytes: done ? upload.contentLength : parts.reduce((sum, { size }) => sum + size, 0),
    reserved_staging_bytes: ["open", "completing"].includes(upload.status) ? upload.reservedBytes : 0,
    part_size: upload.partSize,
    part_count: upload.partCount,
    max_concurrency: MAX_PARTS_AT_ONCE,
    next_part: done ? null : firstMissing(numbers, upload.partCount),
    status: statusOf(upload, parts),
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

/** The session as the API answers it, as it is now. @throws ApiError volume_not_found, sandbox_not_found */
export async function readSession(tx: Queries, ctx: Context, upload: UploadRow): Promise<AnyUploadSession> {
  const destination = await findDestination(tx, ctx, rootOf(upload));
  return toSession(ctx, destination, upload, await partsOf(tx, upload));
}
