import { formatDuration } from "#components/ui/format-duration.ts";
import type { Sandbox, TimeoutAction } from "#lib/api/sandboxes.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What can be chosen in a form, in milliseconds. */
const TIMEOUTS = [5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY] as const;

export const TIMEOUT_OPTIONS = TIMEOUTS.map((ms) => ({ value: String(ms), label: formatDuration(ms) }));

export const TIMEOUT_ACTIONS: { value: TimeoutAction; label: string; note: string }[] = [
  { value: "destroy", label: "Destroy it", note: "Its own files go; volumes keep theirs." },
  { value: "hibernate", label: "Hibernate it", note: "Its files stay and it can be resumed; its processes end." },
];

export const TIMEOUT_VERBS: Record<TimeoutAction, string> = { destroy: "destroyed", hibernate: "hibernated" };

/** The choice that is nearest to what a sandbox has now. */
export function nearestTimeout({ timeout_ms }: Pick<Sandbox, "timeout_ms">): string {
  const wanted = timeout_ms ?? HOUR;
  const nearest = TIMEOUTS.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0] ?? HOUR;
  return String(nearest);
}
