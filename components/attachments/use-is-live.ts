"use client";
import { useLiveState } from "#lib/queries/live-events.ts";

/** Whether what is shown is fresh enough to be called good: while news arrive, and while the page has only just come. */
export const useIsLive = (): boolean => useLiveState().kind !== "stale";
