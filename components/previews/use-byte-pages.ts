import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { rootKey } from "#lib/queries/files.ts";
import type { PreviewedFile } from "./use-preview-grant.ts";
import { useReadRange } from "./use-read-range.ts";

export const PAGE_BYTES = 64 * 1024;

/** The pages of a file that are in view, by their number; null while one is on its way. */
export function useBytePages(file: PreviewedFile, pages: readonly number[]) {
  const { root, path, revision } = file;
  const read = useReadRange(file);
  return useQueries({
    queries: pages.map((page) => ({
      queryKey: [...rootKey(root), "bytes", path, revision, page],
      queryFn: ({ signal }: { signal: AbortSignal }) => read(page * PAGE_BYTES, PAGE_BYTES, signal),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
      placeholderData: keepPreviousData,
    })),
    combine: (results) => ({
      bytesOf: (page: number) => results[pages.indexOf(page)]?.data?.bytes ?? null,
      error: results.find((result) => result.error)?.error ?? null,
      refetch: () => void Promise.all(results.filter((result) => result.error).map((result) => result.refetch())),
    }),
  });
}
