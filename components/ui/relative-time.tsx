"use client";
import { useSyncExternalStore } from "react";
import { cn } from "./cn.ts";
import { exactTime, relativeTime } from "./format-time.ts";

const TICK_MS = 10_000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

// One clock for every time on the page.
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** `2 min ago`, kept current; the exact time in the reader's zone on hover. `at` is RFC 3339. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const current = useSyncExternalStore<number | null>(
    subscribe,
    () => now,
    () => null,
  );
  const date = new Date(at);
  // The server has another clock and another zone than the reader, so what it wrote is replaced, not patched.
  const isServers = current === null;
  return (
    <time
      key={isServers ? "server" : "reader"}
      dateTime={at}
      title={isServers ? undefined : exactTime(date)}
      suppressHydrationWarning
      className={cn("whitespace-nowrap", className)}
    >
      {/* What happened since the last tick did not happen in the future. */}
      {relativeTime(date, Math.max(current ?? Date.now(), Math.min(date.getTime(), Date.now())))}
    </time>
  );
}
