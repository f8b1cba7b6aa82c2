/** Every refusal of the API: its HTTP status and whether the same request may succeed later. */
export const ERROR_CODES = {
  invalid_request: { status: 400, retryable: false },
  invalid_fields: { status: 400, retryable: false },
  volume_invalid_mount_path: { status: 400, retryable: false },
  volume_invalid_subpath: { status: 400, retryable: false },
  unauthenticated: { status: 401, retryable: false },
  unauthorized: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  permission_denied: { status: 403, retryable: false },
  volume_read_only: { status: 403, retryable: false },
  grant_invalid: { status: 403, retryable: false },
  grant_expired: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  volume_not_found: { status: 404, retryable: false },
  file_not_found: { status: 404, retryable: false },
  sandbox_not_found: { status: 404, retryable: false },
  attachment_not_found: { status: 404, retryable: false },
  snapshot_not_found: { status: 404, retryable: false },
  template_not_found: { status: 404, retryable: false },
  upload_not_found: { status: 404, retryable: false },
  volume_name_conflict: { status: 409, retryable: false },
  volume_busy: { status: 409, retryable: true },
  volume_overlapping_mounts: { status: 409, retryable: false },
  sandbox_not_ready: { status: 409, retryable: true },
  snapshot_in_use: { status: 409, retryable: true },
  upload_conflict: { status: 409, retryable: true },
  file_upload_error: { status: 409, retryable: false },
  conflict: { status: 409, retryable: false },
  file_conflict: { status: 409, retryable: false },
  volume_quota_exceeded: { status: 409, retryable: false },
  volume_limit_exceeded: { status: 409, retryable: false },
  precondition_failed: { status: 412, retryable: false },
  file_upload_limit_exceeded: { status: 413, retryable: false },
  range_not_satisfiable: { status: 416, retryable: false },
  checksum_mismatch: { status: 422, retryable: true },
  length_mismatch: { status: 422, retryable: true },
  rate_limit_exceeded: { status: 429, retryable: true },
  capacity_exceeded: { status: 429, retryable: true },
  timeout: { status: 408, retryable: true },
  internal_error: { status: 500, retryable: true },
  volume_backend_capability_unsupported: { status: 501, retryable: false },
  volume_mount_credential_issue_failed: { status: 503, retryable: true },
  exec_timeout: { status: 504, retryable: false },
  volume_backend_unavailable: { status: 503, retryable: true },
} as const satisfies Record<string, { status: number; retryable: boolean }>;

export type ErrorCode = keyof typeof ERROR_CODES;
export type ErrorStatus = (typeof ERROR_CODES)[ErrorCode]["status"];

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(ERROR_CODES, value);
}
