import { setImmediate } from "node:timers/promises";

const TURN_MS = 8;

/** Lets others have the thread for a moment once a turn has lasted long enough: `await` what it returns, if anything. */
export function createBreather(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < TURN_MS) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
}
