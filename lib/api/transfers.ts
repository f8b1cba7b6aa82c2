import { z } from "@hono/zod-openapi";
import { MAX_GRANTS_PER_CALL, MAX_PATHS_PER_CALL } from "./limits.ts";
import { VolumePathInput } from "./volume-path.ts";

const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in lower-case hexadecimal");

export const UploadGrantInput = z
  .object({
    path: VolumePathInput,
    /** Bytes. When declared, exactly this many must arrive, and the cap is checked before the first one. */
    content_length: z.int().nonnegative().optional(),
    checksum_sha256: Sha256Hex.optional(),
    /** Publish only over this version. The header of the same name on the PUT does the same. */
    if_match: z.string().optional(),
    /** `*`: publish only where nothing is. */
    if_none_match: z.literal("*").optional(),
  })
  .openapi("UploadGrantInput");
export type UploadGrantInput = z.infer<typeof UploadGrantInput>;

export const ArchiveFormat = z.enum(["tar", "zip"]);
export type ArchiveFormat = z.infer<typeof ArchiveFormat>;

export const DownloadGrantInput = z
  .object({
    path: VolumePathInput,
    /** A directory, or a selection given in `paths`, comes as one archive. */
    archive_format: ArchiveFormat.optional(),
    /** Entries of the directory `path` that go into the archive; absent: all of it. */
    paths: z.array(VolumePathInput).min(1).max(MAX_PATHS_PER_CALL).optional(),
    /** `preview`: types that are safe to show come inline with their own type; everything else stays a download. */
    purpose: z.enum(["download", "preview"]).default("download"),
  })
  .openapi("DownloadGrantInput");
export type DownloadGrantInput = z.infer<typeof DownloadGrantInput>;

/** What the official client sends for a download; it knows the tar alone. */
export const DownloadUrlInput = z
  .object({ path: VolumePathInput, archive_format: ArchiveFormat.optional() })
  .openapi("DownloadUrlInput");
export type DownloadUrlInput = z.infer<typeof DownloadUrlInput>;

/** The whole answer to the official client, which refuses any other field. */
export const SignedUrl = z.object({ url: z.url() }).openapi("SignedUrl");

/** A signed request: send `method` to `url` with `headers` before `expires_at`; no other credential is needed. */
export const Grant = z
  .object({
    url: z.url(),
    method: z.enum(["PUT", "GET", "POST"]),
    headers: z.record(z.string(), z.string()),
    expires_at: z.iso.datetime(),
  })
  .openapi("Grant");
export type Grant = z.infer<typeof Grant>;

export const UploadGrantsInput = z
  .object({ files: z.array(UploadGrantInput).min(1).max(MAX_GRANTS_PER_CALL) })
  .openapi("UploadGrantsInput");
export type UploadGrantsInput = z.infer<typeof UploadGrantsInput>;

export const UploadGrants = z
  .object({
    /** In the order asked. `existing` is what stands at the path now, so that a client can ask before it replaces it. */
    grants: z.array(
      Grant.extend({
        path: z.string(),
        existing: z
          .object({ etag: z.string().nullable(), size: z.int(), modified_time: z.iso.datetime(), is_dir: z.boolean() })
          .nullable(),
      }),
    ),
  })
  .openapi("UploadGrants");
export type UploadGrants = z.infer<typeof UploadGrants>;

/** What a finished upload answers. */
export const PublishedFile = z
  .object({ path: z.string(), size: z.int().nonnegative(), etag: z.string(), checksum_sha256: z.string() })
  .openapi("PublishedFile");
export type PublishedFile = z.infer<typeof PublishedFile>;
