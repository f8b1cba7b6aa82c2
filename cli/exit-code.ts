import type { ErrorCode } from "#lib/api/error-codes.ts";

const EXACT: Partial<Record<ErrorCode, number>> = {
  invalid_request: 2,
  invalid_fields: 2,
  unauthenticated: 4,
  unauthorized: 4,
  forbidden: 5,
  permission_denied: 5,
  volume_read_only: 5,
  grant_invalid: 5,
  grant_expired: 5,
  volume_limit_exceeded: 6,
  file_upload_limit_exceeded: 6,
  capacity_exceeded: 6,
  conflict: 7,
  volume_busy: 7,
  sandbox_not_ready: 7,
  snapshot_in_use: 7,
  precondition_failed: 7,
  timeout: 8,
  exec_timeout: 8,
};

const FAMILIES: [pattern: RegExp, exit: number][] = [
  [/(^|_)not_found$/, 3],
  [/_permission_denied$/, 5],
  [/quota|rate_limit/, 6],
  [/_conflict$/, 7],
];

/** What the process ends with after a refusal: 1 where the contract names no other. */
export const exitCodeOf = (code: ErrorCode): number =>
  EXACT[code] ?? FAMILIES.find(([pattern]) => pattern.test(code))?.[1] ?? 1;
