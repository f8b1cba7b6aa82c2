"use client";
import { ArrowUp, History } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { TryAgain } from "#components/ui/try-again.tsx";
import type { EventFilter } from "#lib/queries/events.ts";
import { EventRow } from "./event-row.tsx";
import { EventsSkeleton } from "./events-skeleton.tsx";
import { useInView } from "./use-in-view.ts";
import { useStory } from "./use-story.ts";

type StoryProps = {
  /** Whose story: `{ sandbox }`, `{ attachment }`, `{ volume }`, and what else to keep out. */
  scope: EventFilter;
  /** Shown when nothing passes. */
  empty?: ReactNode;
};

/**
 * What happened, newest first and live, further back as one scrolls. While one reads further down, new events wait above
 * and only say how many they are. Give it another `key` when the scope changes.
 */
export function Story({ scope, empty }: StoryProps) {
  const top = useRef<HTMLDivElement>(null);
  const atTop = useRef(true);
  const { query, events, fresh, waiting, showWaiting } = useStory(scope, { mayGrow: () => atTop.current });
  const watchTop = useInView((inView) => {
    atTop.current = inView;
    if (inView && waiting > 0) showWaiting();
  });
  const older = () => {
    if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
  };
  const watchEnd = useInView((inView) => inView && !query.isFetchNextPageError && older());

  if (events === undefined)
    return query.isError ? (
      <ErrorState title="The activity could not be loaded" error={query.error} action={<TryAgain query={query} />} />
    ) : (
      <EventsSkeleton />
    );
  return (
    <div ref={top} className="relative">
      <div ref={watchTop} aria-hidden="true" className="absolute -top-px h-px w-full" />
      <StaleNotice query={query} />
      <div role="status" className="sticky top-2 z-10 flex h-0 justify-center">
        {waiting > 0 && (
          <Button
            size="sm"
            variant="primary"
            className="animate-appear shadow-raise"
            onClick={() => {
              showWaiting();
              top.current?.closest("main")?.scrollTo({ top: 0 });
            }}
          >
            <ArrowUp className="size-3.5" aria-hidden="true" />
            {waiting.toLocaleString("en")} new
          </Button>
        )}
      </div>
      {events.length === 0 ? (
        (empty ?? (
          <EmptyState icon={<History aria-hidden="true" />} title="Nothing happened yet">
            Whatever anybody does here, and whatever happens by itself, is written down and appears at once.
          </EmptyState>
        ))
      ) : (
        <ol aria-label="Events">
          {events.map((event) => (
            <EventRow key={event.id} event={event} fresh={fresh.has(event.id)} />
          ))}
        </ol>
      )}
      {query.isFetchNextPageError && (
        <Notice
          tone="warn"
          className="mx-4 my-3"
          action={
            <Button size="sm" pending={query.isFetching} onClick={() => query.fetchNextPage()}>
              Try again
            </Button>
          }
        >
          What happened before could not be loaded. {query.error?.message}
        </Notice>
      )}
      {query.hasNextPage && !query.isFetchNextPageError && (
        <div ref={watchEnd} className="flex justify-center py-3">
          <Button size="sm" pending={query.isFetchingNextPage} onClick={older}>
            Show older
          </Button>
        </div>
      )}
    </div>
  );
}
