import { withToast } from "#components/ui/toast.ts";
import type { BulkResult } from "#lib/api/files.ts";
import { MAX_PATHS_PER_CALL } from "#lib/api/limits.ts";
import { timeLeft } from "../model/time-left.ts";
import { count } from "./words.ts";

export type ChunkedResult = BulkResult & {
  /** How many were not tried because the person stopped the job. */
  readonly left: number;
};

/**
 * Runs a bulk act. Up to 1,000 paths go in one call; more is a job with a toast that counts, estimates and can be stopped
 * between calls.
 * @param title what is being done, as in `Moving 12,000 items`
 */
export async function inChunks<Item>(
  list: readonly Item[],
  title: string,
  act: (chunk: Item[]) => Promise<BulkResult>,
): Promise<ChunkedResult> {
  if (list.length <= MAX_PATHS_PER_CALL) return { ...(await act([...list])), left: 0 };
  const start = performance.now();
  const id = `job-${start}`;
  withToast((toast) => toast.loading(title, { id, duration: Number.POSITIVE_INFINITY }));
  let stopped = false;
  const result: BulkResult = { succeeded: [], failed: [] };
  let done = 0;
  try {
    while (done < list.length && !stopped) {
      const chunk = list.slice(done, done + MAX_PATHS_PER_CALL);
      const part = await act(chunk);
      result.succeeded.push(...part.succeeded);
      result.failed.push(...part.failed);
      done += chunk.length;
      const description = `${count(done)} of ${count(list.length)} · ${timeLeft(done, list.length, performance.now() - start)}`;
      withToast((toast) =>
        toast.loading(title, {
          id,
          duration: Number.POSITIVE_INFINITY,
          description,
          action: {
            label: "Stop",
            onClick: (event) => {
              event.preventDefault();
              stopped = true;
            },
          },
        }),
      );
    }
  } finally {
    withToast((toast) => toast.dismiss(id));
  }
  return { ...result, left: list.length - done };
}
