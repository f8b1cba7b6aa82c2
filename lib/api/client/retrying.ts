import { pause } from "./pause.ts";

// For calls that somebody waits for: given up within seconds. What may outlast minutes without a network has `retryDelay`.
const ATTEMPTS = 4;
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
/** Refused before anything was done, whatever was asked. */
const REFUSED = 429;
/** What may be another answer a moment later, while what was asked may have been done. */
const PASSING = new Set([502, 503, 504]);
/** Asked twice, these do what they do once. */
const SAFE = new Set(["GET", "HEAD", "DELETE"]);
/** The same for these, which are a POST since a path would not fit an address, or since they answer as they did before. */
const REPEATABLE =
  /\/files\/(info|read|exists|find|search|download-url|download-grant|upload-grants)$|\/uploads\/[^/]+\/(grant|complete|completion)$/;

function isSafe(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): boolean {
  const method = (init?.method ?? "GET").toUpperCase();
  if (SAFE.has(method) || new Headers(init?.headers).has("idempotency-key")) return true;
  return method === "POST" && REPEATABLE.test(new URL(String(input)).pathname);
}

/** Half of the delay is by chance, so that many clients do not come back together. */
function delayOf(attempt: number, response: Response | null): number {
  const asked = Number(response?.headers.get("retry-after")) * 1000;
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
  return Math.max(asked || 0, delay / 2 + (Math.random() * delay) / 2);
}

/**
 * A `fetch` that asks again where that is safe: reads, deletions and what carries an idempotency key after a lost connection
 * or an answer that may pass; anything whose body is still there after a 429, which says that nothing was done.
 */
export function retrying(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const safe = isSafe(input, init);
    const replayable = !(init?.body instanceof ReadableStream);
    for (let attempt = 0; ; attempt++) {
      const last = !replayable || attempt + 1 === ATTEMPTS;
      let response: Response | null = null;
      try {
        response = await send(input, init);
        const again = response.status === REFUSED || (safe && PASSING.has(response.status));
        if (last || !again) return response;
        await response.body?.cancel();
      } catch (error) {
        if (last || !safe || init?.signal?.aborted) throw error;
      }
      await pause(delayOf(attempt, response), init?.signal);
    }
  };
}
