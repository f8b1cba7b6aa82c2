import { type InfiniteData, infiniteQueryOptions } from "@tanstack/react-query";
import type { NullspaceClient } from "#lib/api/client/client.ts";
import type { EventPage, ListEventsQuery, NullspaceEvent } from "#lib/api/events.ts";

export type EventFilter = Pick<Partial<ListEventsQuery>, "volume" | "sandbox" | "attachment" | "family" | "actor"> & {
  /** No older than so many hours. */
  hours?: number;
};

export type EventPages = InfiniteData<EventPage, string | null>;

const HOUR_MS = 3_600_000;

/** What happened, newest first, page after page. Live events are put in front by whoever shows it. */
export const eventPages = (api: NullspaceClient, { hours, ...filter }: EventFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ["events", { ...filter, hours, limit }] as const,
    queryFn: ({ pageParam, signal }) =>
      api.events.list(
        {
          ...filter,
          limit,
          ...(hours !== undefined && { since: new Date(Date.now() - hours * HOUR_MS).toISOString() }),
          ...(pageParam !== null && { before: Number(pageParam) }),
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // While nobody looks nothing is put in front: what is kept would have a gap.
    gcTime: 0,
  });

/** Whether a live event belongs to what the filter shows. */
export function passes(event: NullspaceEvent, { volume, sandbox, attachment, family, actor }: EventFilter): boolean {
  return (
    (volume === undefined || ("volume_id" in event && event.volume_id === volume)) &&
    (sandbox === undefined || ("sandbox_id" in event && event.sandbox_id === sandbox)) &&
    (attachment === undefined || ("attachment_id" in event && event.attachment_id === attachment)) &&
    (family === undefined || event.type.startsWith(`${family}.`)) &&
    (actor === undefined || event.actor.name === actor)
  );
}

/** A page that stays open for days keeps so many; what is older is read again when somebody scrolls there. */
const MOST_KEPT = 1_000;

/** Puts events in front, newest first, each once. @param happened in the order in which they happened */
export function withEvents(pages: EventPages, happened: readonly NullspaceEvent[]): EventPages {
  const [first, ...rest] = pages.pages;
  if (first === undefined) return pages;
  const newest = Number(first.events[0]?.id ?? 0);
  const added = happened.filter(({ id }) => Number(id) > newest).toReversed();
  if (added.length === 0) return pages;
  const events = [...added, ...first.events];
  if (events.length <= MOST_KEPT) return { ...pages, pages: [{ ...first, events }, ...rest] };
  const kept = events.slice(0, MOST_KEPT);
  return { pages: [{ events: kept, next_cursor: kept.at(-1)?.id ?? null }], pageParams: pages.pageParams.slice(0, 1) };
}
