import { keepPreviousData, useQueries } from "@tanstack/react-query";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Grant } from "#lib/api/transfers.ts";
import { readRange } from "./read-range.ts";

export const PAGE_BYTES = 64 * 1024;

type File = { volume: VolumeId; path: VolumePath; revision: number | string; grant: Grant };

/** The pages of a file that are in view, by their number; null while one is on its way. */
export function useBytePages({ volume, path, revision, grant }: File, pages: readonly number[]) {
  return useQueries({
    queries: pages.map((page) => ({
      queryKey: ["volumes", volume, "bytes", path, revision, page],
      queryFn: ({ signal }: { signal: AbortSignal }) => readRange(grant, page * PAGE_BYTES, PAGE_BYTES, signal),
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
