import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";

/** Long enough for the events of one act to have come, short enough not to be noticed. */
const GATHER_MS = 200;

const gathered = new WeakMap<QueryClient, Map<string, QueryKey>>();

/** Reads again what the cache holds under exactly this key: once for all events of a moment, however many there are. */
export function refetchSoon(cache: QueryClient, queryKey: QueryKey): void {
  const waiting = gathered.get(cache) ?? new Map<string, QueryKey>();
  if (waiting.size === 0) {
    gathered.set(cache, waiting);
    setTimeout(() => {
      gathered.delete(cache);
      for (const key of waiting.values()) void cache.invalidateQueries({ queryKey: key, exact: true });
    }, GATHER_MS);
  }
  waiting.set(hashKey(queryKey), queryKey);
}
