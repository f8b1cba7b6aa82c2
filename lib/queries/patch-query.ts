import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Changes cached data at once and answers how to take it back. What is not cached yet stays so. A fetch under way is
 * called off, so that its older answer cannot overwrite the change.
 */
export function patchQuery<Data>(cache: QueryClient, queryKey: QueryKey, change: (data: Data) => Data): () => void {
  void cache.cancelQueries({ queryKey });
  const before = cache.getQueryData<Data>(queryKey);
  if (before === undefined) return () => undefined;
  cache.setQueryData<Data>(queryKey, change(before));
  return () => {
    cache.setQueryData<Data>(queryKey, before);
    void cache.invalidateQueries({ queryKey });
  };
}
