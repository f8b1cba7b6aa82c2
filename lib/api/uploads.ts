import { z } from "@hono/zod-openapi";
import { UploadId } from "./ids.ts";
import { Grant } from "./transfers.ts";
import { VolumePathInput } from "./volume-path.ts";

const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in lower-case hexadecimal");

const UploadKind = z.enum(["file", "directory_tar"]);
const SourceKind = z.enum(["restartable_file", "spooled_stream", "directory_archive"]);
/**
 * What to do where something is. `error`: refuse. `replace`: put the upload in its place. `merge`: a file replaces a file; a
 * directory goes into the one that is there, and its files replace those of the same name.
 */
export const UploadConflict = z.enum(["merge", "replace", "error"]);
export type UploadConflict = z.infer<typeof UploadConflict>;

/** Characters of the JSON of `metadata`. */
const MAX_METADATA_CHARS = 4096;

export const CreateUploadInput = z
  .object({
    kind: UploadKind,
    source_kind: SourceKind.default("restartable_file"),
    /** The file, or the directory that the archive becomes. */
    target_path: VolumePathInput,
    /** Bytes of the file, or of the archive. */
    content_length: z.int().nonnegative(),
    conflict: UploadConflict.default("merge"),
    /** A directory comes as an uncompressed tar. */
    archive_format: z.literal("tar").nullish(),
    checksum_algorithm: z.literal("sha256").default("sha256"),
    /** Of all the bytes; may as well be given on completion. */
    whole_checksum_sha256: Sha256Hex.nullish(),
    metadata: z
      .record(z.string(), z.unknown())
      .default({})
      .refine(
        (given) => JSON.stringify(given).length <= MAX_METADATA_CHARS,
        `must be at most ${MAX_METADATA_CHARS} long`,
      ),
  })
  .openapi("CreateUpload");
export type CreateUploadInput = z.infer<typeof CreateUploadInput>;

export const UploadStatus = z.enum([
  "created",
  "uploading",
  "staged",
  "completing",
  "completed",
  "aborted",
  "expired",
  "failed",
]);
export type UploadStatus = z.infer<typeof UploadStatus>;

/** The official client refuses any other field, here and in `limits`. */
export const UploadSession = z
  .object({
    upload_id: UploadId,
    kind: UploadKind,
    source_kind: SourceKind,
    target_path: z.string(),
    content_length: z.int().nonnegative(),
    /** Bytes of the parts that are on the disk. */
    accepted_bytes: z.int().nonnegative(),
    /** Bytes of the team's staging that this session keeps until it ends. */
    reserved_staging_bytes: z.int().nonnegative(),
    /** Bytes of every part but the last one. */
    part_size: z.int().positive(),
    part_count: z.int().positive(),
    /** Parts that a client should send at once, at most. */
    max_concurrency: z.int().positive(),
    /** The first part that is missing, from 0; null when all are there. */
    next_part: z.int().nonnegative().nullable(),
    status: UploadStatus,
    conflict: UploadConflict,
    checksum_algorithm: z.literal("sha256"),
    whole_checksum_sha256: z.string().nullable(),
    archive_format: z.literal("tar").nullable(),
    limits: z.object({
      max_upload_bytes: z.int(),
      max_part_bytes: z.int(),
      max_concurrency: z.int(),
      staging_quota_bytes: z.int(),
    }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    /** A day after the last part. */
    expires_at: z.iso.datetime(),
  })
  .openapi("UploadSession");
export type UploadSession = z.infer<typeof UploadSession>;

export const CreatedUpload = z.object({ session: UploadSession }).openapi("CreatedUpload");
export type CreatedUpload = z.infer<typeof CreatedUpload>;

export const CompleteUploadInput = z
  .object({
    whole_checksum_sha256: Sha256Hex.nullish(),
    /** Of a file: publish only over this version. */
    if_match: z.string().optional(),
    /** Of a file. `*`: publish only where nothing is. */
    if_none_match: z.literal("*").optional(),
  })
  .openapi("CompleteUpload");
export type CompleteUploadInput = z.infer<typeof CompleteUploadInput>;

/** Where it goes from now on: its name was taken, say. What arrived so far stays. */
export const UpdateUploadInput = z.object({ target_path: VolumePathInput }).openapi("UpdateUpload");
export type UpdateUploadInput = z.infer<typeof UpdateUploadInput>;

export const ListUploadsQuery = z.object({
  /** `true`: only those that the caller began. */
  mine: z.enum(["true", "false"]).optional(),
  /** The `next_cursor` of the page before: only older ones. */
  before: UploadId.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ListUploadsQuery = z.infer<typeof ListUploadsQuery>;

export const UnfinishedUpload = UploadSession.extend({
  /** What whoever began it noted, to know it again. */
  metadata: z.record(z.string(), z.unknown()),
  /** Whether the caller began it. */
  mine: z.boolean(),
}).openapi("UnfinishedUpload");

export const UploadPage = z
  .object({ uploads: z.array(UnfinishedUpload), next_cursor: UploadId.nullable() })
  .openapi("UploadPage");
export type UploadPage = z.infer<typeof UploadPage>;

export type UnfinishedUpload = z.infer<typeof UnfinishedUpload>;

/** A signed URL for the parts of one upload and for its completion, and how far it is. */
export const PartGrant = Grant.extend({
  session: UploadSession,
  /** The numbers of the parts that are there, in order: they need not be sent again. */
  present_parts: z.array(z.int().nonnegative()),
  /** Takes `POST` with a `CompleteUpload`, by the same grant. */
  completion_url: z.url(),
}).openapi("PartGrant");
export type PartGrant = z.infer<typeof PartGrant>;

export const CompletedUpload = z
  .object({
    session: UploadSession,
    /** Bytes of content, and files, that were put into the volume. */
    published_bytes: z.int().nonnegative(),
    published_file_count: z.int().nonnegative(),
  })
  .openapi("CompletedUpload");
export type CompletedUpload = z.infer<typeof CompletedUpload>;

/** The SHA-256 of one part. */
export const PART_SHA256_HEADER = "x-nullspace-part-sha256";
export const PartSha256 = Sha256Hex.optional();
