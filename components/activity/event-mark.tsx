import { StatusShape } from "#components/ui/status.tsx";
import type { NullspaceEvent } from "#lib/api/events.ts";
import { FamilyIcon } from "./family-icon.tsx";
import { toneOfEvent } from "./look-of-event.ts";

/** What it was about, and how it ended where that is good or bad; the sentence beside it says both in words. */
export function EventMark({ event }: { event: NullspaceEvent }) {
  const tone = toneOfEvent(event);
  return (
    <span className="relative">
      <FamilyIcon type={event.type} />
      {tone !== null && (
        <span className="absolute -right-1 -bottom-1 rounded-full bg-panel p-px">
          <StatusShape tone={tone} className="size-2.5" />
        </span>
      )}
    </span>
  );
}
