const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const dayOf = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "long" });

/**
 * A time as people say it, in the reader's zone: `just now`, `2 min ago`, `in 3 h`, `5 d ago`, `4 Mar`, `4 Mar 2025`.
 * @param now milliseconds since the epoch
 */
export function relativeTime(at: Date, now: number): string {
  const seconds = Math.round((now - at.getTime()) / 1000);
  const distance = Math.abs(seconds);
  const say = (count: number, unit: string) => (seconds >= 0 ? `${count} ${unit} ago` : `in ${count} ${unit}`);
  if (distance < 10) return "just now";
  if (distance < MINUTE) return say(distance, "s");
  if (distance < HOUR) return say(Math.floor(distance / MINUTE), "min");
  if (distance < DAY) return say(Math.floor(distance / HOUR), "h");
  if (distance < 14 * DAY) return say(Math.floor(distance / DAY), "d");
  return (at.getFullYear() === new Date(now).getFullYear() ? dayOf : dayOfYear).format(at);
}

/** To the second, in the reader's zone: `Nov 3, 2026, 2:05:09 PM GMT+1`. */
export const exactTime = (at: Date): string => exact.format(at);
