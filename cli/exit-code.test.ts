import { expect, test } from "vitest";
import { ERROR_CODES, type ErrorCode } from "#lib/api/error-codes.ts";
import { exitCodeOf } from "./exit-code.ts";

/** The exit codes of the contract, each with the errors that end in it. */
const ENDING_IN: Record<number, readonly ErrorCode[]> = {
  2: ["invalid_request", "invalid_fields"],
  3: [
    "not_found",
    "volume_not_found",
    "file_not_found",
    "sandbox_not_found",
    "attachment_not_found",
    "snapshot_not_found",
    "template_not_found",
    "upload_not_found",
  ],
  4: ["unauthenticated", "unauthorized"],
  5: ["forbidden", "permission_denied", "volume_read_only", "grant_invalid", "grant_expired"],
  6: [
    "volume_quota_exceeded",
    "volume_limit_exceeded",
    "file_upload_limit_exceeded",
    "rate_limit_exceeded",
    "capacity_exceeded",
  ],
  7: [
    "volume_name_conflict",
    "volume_busy",
    "sandbox_not_ready",
    "snapshot_in_use",
    "upload_conflict",
    "conflict",
    "file_conflict",
    "precondition_failed",
  ],
  8: ["timeout", "exec_timeout"],
};

test("every error ends in the exit code that the contract gives it, and in 1 where it gives none", () => {
  const given = new Map(
    Object.entries(ENDING_IN).flatMap(([exit, codes]) => codes.map((code) => [code, Number(exit)])),
  );
  // Of a record that is written out above.
  for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) expect(exitCodeOf(code), code).toBe(given.get(code) ?? 1);
});
