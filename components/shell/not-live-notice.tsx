"use client";
import { Notice } from "#components/ui/notice.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { useLiveState } from "#lib/queries/live-events.ts";

/** Above a page that is looked at for how things stand: says that news do not arrive. Renders nothing while they do. */
export function NotLiveNotice({ className }: { className?: string }) {
  const state = useLiveState();
  if (state.kind !== "stale") return null;
  return (
    <Notice tone="warn" className={className}>
      Nothing was heard from the server since <RelativeTime at={new Date(state.since).toISOString()} />. What stands
      here may be old; it goes on by itself when the server answers.
    </Notice>
  );
}
