import type { UploadGrants } from "#lib/api/transfers.ts";
import type { Existing } from "./upload.ts";

/** What a grant says stands at its path. */
export function existingOf(grant: UploadGrants["grants"][number] | undefined): Existing | null {
  if (!grant?.existing) return null;
  const { etag, size, modified_time, is_dir } = grant.existing;
  return { etag, size, modifiedTime: modified_time, isDirectory: is_dir };
}
