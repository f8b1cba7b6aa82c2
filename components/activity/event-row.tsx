import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/format-duration.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { NullspaceEvent } from "#lib/api/events.ts";
import { EventMark } from "./event-mark.tsx";
import { EventSentence } from "./event-sentence.tsx";
import { detailsOfEvent } from "./look-of-event.ts";
import { wordsOfCause } from "./words-of-cause.ts";

/** One event. `fresh`: it has only just come, and glows once. */
export function EventRow({ event, fresh }: { event: NullspaceEvent; fresh: boolean }) {
  const { lasted, error } = detailsOfEvent(event);
  const notes = [
    wordsOfCause(event),
    lasted === null ? null : `was ${lasted.state} for ${formatDuration(lasted.ms)}`,
  ].filter((note) => note !== null);
  return (
    <li
      data-event={event.type}
      className={cn(
        "flex items-start gap-3 border-b px-4 py-1.5 last:border-b-0 max-sm:flex-wrap max-sm:gap-x-2",
        fresh && "animate-glow",
      )}
    >
      <span className="flex h-5 items-center">
        <EventMark event={event} />
      </span>
      <div className="min-w-0 flex-1">
        <EventSentence event={event} />
        {notes.length > 0 && <span className="ml-2 text-caption text-faint">{notes.join(" · ")}</span>}
        {error !== null && <p className="wrap-anywhere">{error}</p>}
      </div>
      <RelativeTime at={event.at} className="text-caption leading-5 text-faint" />
    </li>
  );
}
