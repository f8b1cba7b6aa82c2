import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { TIMEOUT_VERBS } from "./timeout.ts";

/** When its time is over and what then becomes of it. */
export function Expiry({ sandbox: { timeout_at, timeout_action } }: { sandbox: Sandbox }) {
  if (timeout_at === null) return <span className="text-faint">none</span>;
  return (
    <span className="inline-flex gap-x-1 whitespace-nowrap">
      <span className="text-faint">{TIMEOUT_VERBS[timeout_action]}</span>
      <RelativeTime at={timeout_at} />
    </span>
  );
}
