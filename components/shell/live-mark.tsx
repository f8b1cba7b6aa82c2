"use client";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { useLiveState } from "#lib/queries/live-events.ts";

const box = "flex h-7 items-center rounded-md px-2 text-caption text-muted";

/** Green only while the event stream is fresh; else it says since when. */
export function LiveMark() {
  const state = useLiveState();
  if (state.kind === "live")
    return (
      <Tooltip text="Changes by others appear by themselves.">
        <button type="button" className={box}>
          <Status tone="ok">Live</Status>
        </button>
      </Tooltip>
    );
  if (state.kind === "connecting")
    return (
      <span className={box}>
        <Status tone="busy">Connecting</Status>
      </span>
    );
  return (
    <Tooltip text="The event stream is silent. What you see may be old; it goes on by itself when the server answers.">
      <button type="button" className={box}>
        <Status tone="warn">Not live</Status>
        <RelativeTime at={new Date(state.since).toISOString()} className="ml-1 max-sm:hidden" />
      </button>
    </Tooltip>
  );
}
