"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { NullspaceEvent } from "#lib/api/events.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { type EventFilter, type EventPages, eventPages, passes, withEvents } from "#lib/queries/events.ts";
import { gather } from "#lib/queries/gather.ts";
import { useLiveEvents } from "#lib/queries/live-events.ts";

/** A thousand events of a moment are a few renders. */
const GATHER_MS = 250;

/**
 * What happened, and what happens while one looks. New events come in front at once while `mayGrow`, else they wait until
 * `showWaiting`, so that nothing moves under somebody's eyes.
 */
export function useStory(filter: EventFilter, options: { limit?: number; mayGrow: () => boolean }) {
  const cache = useQueryClient();
  const pages = eventPages(browserApi, filter, options.limit);
  const query = useInfiniteQuery(pages);
  const [waiting, setWaiting] = useState<readonly NullspaceEvent[]>([]);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());

  const show = (happened: readonly NullspaceEvent[]) => {
    setFresh(new Set(happened.map(({ id }) => id)));
    cache.setQueryData<EventPages>(pages.queryKey, (known) => known && withEvents(known, happened));
  };
  const arrive = (happened: readonly NullspaceEvent[]) => {
    if (options.mayGrow()) show(happened);
    else setWaiting((before) => [...before, ...happened]);
  };
  const newest = useRef(arrive);
  useEffect(() => {
    newest.current = arrive;
  });
  const [take] = useState(() => gather<NullspaceEvent>(GATHER_MS, (happened) => newest.current(happened)));
  useLiveEvents((message) => {
    if (message.type === "resync") {
      setWaiting([]);
      void query.refetch();
    } else if (passes(message, filter)) take(message);
  });
  return {
    query,
    events: query.data?.pages.flatMap((page) => page.events),
    fresh,
    /** How many have come meanwhile and are not shown. */
    waiting: waiting.length,
    showWaiting: () => {
      show(waiting);
      setWaiting([]);
    },
  };
}
