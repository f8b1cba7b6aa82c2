import { setTimeout as sleep } from "node:timers/promises";

export type Bell = {
  ring(): void;
  /** Forgets the rings so far. */
  hush(): void;
  /**
   * Waits until it rings, has rung since `hush`, `maxMs` are over or the signal aborts; after a ring `gapMs` more, so that
   * several rings in a row count as one.
   */
  wait(maxMs: number, gapMs: number): Promise<void>;
};

/** Lets one waiter sleep until somebody rings. */
export function createBell(signal: AbortSignal): Bell {
  let rung = false;
  let answer = () => {};
  return {
    ring() {
      rung = true;
      answer();
    },
    hush() {
      rung = false;
    },
    async wait(maxMs, gapMs) {
      if (!rung && !signal.aborted) {
        const tooLong = new AbortController();
        const heard = new Promise<void>((resolve) => {
          answer = resolve;
        });
        const over = AbortSignal.any([signal, tooLong.signal]);
        await Promise.race([heard, sleep(Math.max(0, maxMs), undefined, { signal: over }).catch(() => {})]);
        tooLong.abort();
      }
      if (rung && !signal.aborted) await sleep(gapMs, undefined, { signal }).catch(() => {});
    },
  };
}
