import { setTimeout as delay } from "node:timers/promises";
import { holdersOutside, isReader, stillHolding } from "./find-holders.ts";
import { signal } from "./proc.ts";

/** How long a file that is read from outside may take until it is closed, in milliseconds: most take one. */
const MOMENT_MS = 500;
const POLL_MS = 10;

/**
 * Waits a moment until a mount is held by nothing outside of its sandbox. What only looks at it, for another control plane of
 * this machine, is ended: that one looks again.
 * @param first the sandbox's first process
 * @returns whether it is
 */
export async function freeFromOutside(first: number, mount: number): Promise<boolean> {
  const found = holdersOutside(first, mount);
  for (const pid of found) if (isReader(pid)) signal(pid, "SIGKILL");
  const deadline = performance.now() + MOMENT_MS;
  for (let left = found; left.length > 0; left = stillHolding(left, mount)) {
    if (performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}
