"use client";
import { useQueryClient } from "@tanstack/react-query";
import { followEvent } from "#lib/queries/follow-events.ts";
import { useLiveEvents } from "#lib/queries/live-events.ts";

/** Keeps the cache in step with the event stream. Renders nothing. */
export function FollowLive() {
  const cache = useQueryClient();
  useLiveEvents((message) => followEvent(cache, message));
  return null;
}
