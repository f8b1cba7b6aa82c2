"use client";
import { useSyncExternalStore } from "react";
import { cn } from "./cn.ts";
import { exactTime, relativeTime } from "./format-time.ts";

const TICK_MS = 10_000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

// One clock for every time on the page.
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** `2 min ago`, kept current; the exact time in the reader's zone on hover. `at` is RFC 3339. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const current = useSyncExternalStore(
    subscribe,
    () => now,
    () => now,
  );
  const date = new Date(at);
  return (
    // The server has another clock and another zone than the reader.
    <time dateTime={at} title={exactTime(date)} suppressHydrationWarning className={cn("whitespace-nowrap", className)}>
      {relativeTime(date, Math.max(current, date.getTime() < Date.now() ? date.getTime() : current))}
    </time>
  );
}
