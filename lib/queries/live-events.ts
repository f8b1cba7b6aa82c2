"use client";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { gather } from "./gather.ts";
import { type LiveMessage, type LiveState, openLiveChannel } from "./live-channel.ts";

const handlers = new Set<(message: LiveMessage) => void>();
const listeners = new Set<() => void>();
let state: LiveState = { kind: "connecting", since: Date.now() };
let close: (() => void) | undefined;

/** Milliseconds between two renders while much happens, as when thousands of files are uploaded. */
const GATHER = 150;

const tell = gather<LiveMessage>(GATHER, (messages) => {
  // In one go, so that the page is drawn once for all of them.
  for (const message of messages) for (const handle of handlers) handle(message);
});

function start(): void {
  close ??= openLiveChannel({
    onMessage: tell,
    onState: (next) => {
      state = next;
      for (const listener of listeners) listener();
    },
  });
}

function stopIfUnused(): void {
  if (handlers.size > 0 || listeners.size > 0) return;
  close?.();
  close = undefined;
}

/**
 * Calls `handle` for every event of the team, whichever tab of this browser holds the stream, and with `resync` when events
 * may have been missed: read again what matters.
 */
export function useLiveEvents(handle: (message: LiveMessage) => void): void {
  const newest = useRef(handle);
  useEffect(() => {
    newest.current = handle;
  });
  useEffect(() => {
    const call = (message: LiveMessage) => newest.current(message);
    handlers.add(call);
    start();
    return () => {
      handlers.delete(call);
      stopIfUnused();
    };
  }, []);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  start();
  return () => {
    listeners.delete(listener);
    stopIfUnused();
  };
}

const connecting: LiveState = { kind: "connecting", since: 0 };

/** Whether the stream is fresh. */
export const useLiveState = (): LiveState =>
  useSyncExternalStore(
    subscribe,
    () => state,
    () => connecting,
  );
