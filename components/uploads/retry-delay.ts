import type { ApiError } from "#lib/api/api-error.ts";

/** Attempts before an upload is called failed: together they outlast about three minutes without a network. */
const MAX_ATTEMPTS = 10;
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/**
 * How long to wait, in ms, before an upload is tried again, or null when trying again is of no use.
 * @param attempts how often it has failed before
 * @param random 0 to 1, so that many browsers do not all come back at once
 */
export function retryDelay(error: ApiError, attempts: number, random: number): number | null {
  if (!error.retryable || attempts >= MAX_ATTEMPTS) return null;
  const wished = (error.retryAfter ?? 0) * 1000;
  const backoff = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempts) * (0.75 + random / 2);
  return Math.max(wished, backoff);
}
