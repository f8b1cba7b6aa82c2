import type { Logger } from "pino";

/**
 * Runs `act` again and again, `intervalMs` after it last ended, until stopped. A failure is logged and the next round
 * comes all the same.
 * @returns stops it and waits for the round in progress
 */
export function repeat(
  name: string,
  intervalMs: number,
  log: Logger,
  act: (signal: AbortSignal) => Promise<void>,
): () => Promise<void> {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout;
  let round = Promise.resolve();
  const next = () => {
    timer = setTimeout(() => {
      round = act(stopping.signal)
        .catch((error: unknown) => {
          if (!stopping.signal.aborted) log.error({ err: error, task: name }, "a background task failed");
        })
        .finally(() => {
          if (!stopping.signal.aborted) next();
        });
    }, intervalMs);
  };
  next();
  return () => {
    stopping.abort();
    clearTimeout(timer);
    return round;
  };
}
