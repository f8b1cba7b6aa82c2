/** A time left as it is shown: one of the steps, and since when (ms since 1970) a longer one would be truer. */
export type TimeLeft = { seconds: number; longerSince: number | null };

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const STEPS = [5, 10, 15, 20, 30, 45, ...[1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45].map((n) => n * MINUTE)];

/** A longer time is believed only when it has held for this long, so that a hiccup does not turn the clock back. */
const BELIEF_MS = 5000;

const stepOf = (seconds: number): number => STEPS.find((step) => step >= seconds) ?? Math.ceil(seconds / HOUR) * HOUR;

/**
 * The time left to show, given what was shown and a new estimate: it falls at once and rises only when it must.
 * @param seconds the new estimate
 * @param now ms since 1970
 */
export function nextTimeLeft(shown: TimeLeft | null, seconds: number, now: number): TimeLeft {
  const step = stepOf(seconds);
  if (!shown || step <= shown.seconds) return { seconds: step, longerSince: null };
  const since = shown.longerSince ?? now;
  return now - since >= BELIEF_MS ? { seconds: step, longerSince: null } : { ...shown, longerSince: since };
}

/** The time left in words, such as `about 20 s left`. */
export function formatTimeLeft(seconds: number): string {
  if (seconds <= 5) return "a few seconds left";
  if (seconds < MINUTE) return `about ${seconds} s left`;
  if (seconds < HOUR) return `about ${seconds / MINUTE} min left`.replace("1.5", "1½");
  return `about ${seconds / HOUR} h left`;
}
