import type { ApiError } from "../api-error.ts";

/** Attempts before something is called failed: together they outlast about three minutes without a network. */
const MAX_ATTEMPTS = 10;
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/** Bytes that were changed on their way: told by a reason, under a code that says nothing of trying again. */
const PASSING_REASONS: ReadonlySet<unknown> = new Set(["invalid_part_checksum", "part_size_mismatch"]);

/**
 * How long to wait, in ms, before something is tried again, or null when trying again is of no use.
 * @param attempts how often it has failed before
 * @param random 0 to 1, so that many clients do not all come back at once
 */
export function retryDelay(error: ApiError, attempts: number, random: number): number | null {
  const mayPass = error.retryable || PASSING_REASONS.has(error.details.reason);
  if (!mayPass || attempts >= MAX_ATTEMPTS) return null;
  const wished = (error.retryAfter ?? 0) * 1000;
  const backoff = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempts) * (0.75 + random / 2);
  return Math.max(wished, backoff);
}
