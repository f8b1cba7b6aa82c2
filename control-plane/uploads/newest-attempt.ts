import { randomBytes } from "node:crypto";

/** What attempts are told apart by from those of other replicas, and of this one before it was started again. */
export const THIS_PROCESS = randomBytes(12).toString("hex");

type Attempt = { end: AbortController; ended: Promise<unknown> };

// In this process only: two replicas that write the same part at once may leave a bit of both, which completion looks for.
const attempts = new Map<string, Attempt>();

/**
 * Runs one attempt at something, after whatever attempt was under way has been ended: who sends a part again has given the
 * first one up, even where its connection still looks alive.
 */
export async function asNewestAttempt<T>(key: string, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const before = attempts.get(key);
  const end = new AbortController();
  const run = (async () => {
    before?.end.abort();
    await before?.ended;
    end.signal.throwIfAborted();
    return act(end.signal);
  })();
  const mine = { end, ended: run.catch(() => {}) };
  attempts.set(key, mine);
  try {
    return await run;
  } finally {
    if (attempts.get(key) === mine) attempts.delete(key);
  }
}
