const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Before the second try, the third, …: about a day in all. */
const DELAYS_MS = [5_000, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS, 14 * HOUR_MS];
/** Many that failed together must not come back together. */
const JITTER = 0.2;

/**
 * How long to wait after a failed try, in milliseconds; null when it was the last one.
 * @param attempt which try failed, from 1
 * @param random in [0, 1)
 */
export function retryDelay(attempt: number, random: number = Math.random()): number | null {
  const delay = DELAYS_MS[attempt - 1];
  return delay === undefined ? null : Math.round(delay * (1 - JITTER + 2 * JITTER * random));
}
