"use client";
import { useQuery } from "@tanstack/react-query";
import type { Grant } from "#lib/api/transfers.ts";
import { PreviewFailed } from "./preview-frame.tsx";
import { readRange } from "./read-range.ts";
import { TablePreview } from "./table-preview.tsx";

/** Bytes of a table read at most. */
const TABLE_BYTES = 16 * 1024 * 1024;

/** The table in a file that is not open in the editor, or too large for it. */
export function TableOfGrant({ grant, size }: { grant: Grant; size: number }) {
  const beginning = useQuery({
    queryKey: ["table", grant.url],
    queryFn: async ({ signal }) =>
      size === 0 ? new Blob([]) : new Blob([(await readRange(grant, 0, Math.min(size, TABLE_BYTES), signal)).bytes]),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (beginning.isError) return <PreviewFailed error={beginning.error} onRetry={() => void beginning.refetch()} />;
  return <TablePreview source={beginning.data ?? null} isWhole={size <= TABLE_BYTES} />;
}
