import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { ApiError } from "#lib/api/api-error.ts";

/**
 * A cache of reads. Events keep it current, so data does not grow stale by itself while the stream is fresh; a refusal is
 * not tried again, an unreachable server twice.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.retryable,
        retryDelay: (attempt) => 500 * 2 ** attempt,
      },
      dehydrate: {
        // A read that has not answered yet is streamed to the browser when it has.
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === "pending",
      },
    },
  });
}
