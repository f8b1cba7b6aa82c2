/** Why an upload session refuses, in the words of the official client; with the code `file_upload_error`. */
export const UPLOAD_REASONS = {
  insufficient_staging_space: { retryable: true },
  size_limit_exceeded: { retryable: false },
  invalid_part_checksum: { retryable: true },
  whole_checksum_mismatch: { retryable: false },
  target_conflict: { retryable: false },
  upload_expired: { retryable: false },
  directory_extract_invalid_path: { retryable: false },
  directory_extract_invalid_symlink: { retryable: false },
  directory_extract_unsupported_entry: { retryable: false },
  missing_parts: { retryable: false },
  part_out_of_range: { retryable: false },
  part_size_mismatch: { retryable: true },
  upload_aborted: { retryable: false },
  upload_already_completed: { retryable: false },
} as const;

export type UploadReason = keyof typeof UPLOAD_REASONS;

export const isUploadReason = (value: unknown): value is UploadReason =>
  typeof value === "string" && Object.hasOwn(UPLOAD_REASONS, value);
