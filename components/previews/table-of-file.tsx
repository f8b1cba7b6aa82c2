"use client";
import { useQuery } from "@tanstack/react-query";
import { rootKey } from "#lib/queries/files.ts";
import { PreviewFailed } from "./preview-frame.tsx";
import { TablePreview } from "./table-preview.tsx";
import type { PreviewedFile } from "./use-preview-grant.ts";
import { useReadRange } from "./use-read-range.ts";

/** Bytes of a table read at most. */
const TABLE_BYTES = 16 * 1024 * 1024;

/** The table in a file that is not open in the editor, or too large for it. */
export function TableOfFile({ size, ...file }: PreviewedFile & { size: number }) {
  const read = useReadRange(file);
  const beginning = useQuery({
    queryKey: [...rootKey(file.root), "table", file.path, file.revision],
    queryFn: async ({ signal }) =>
      size === 0 ? new Blob([]) : new Blob([(await read(0, Math.min(size, TABLE_BYTES), signal)).bytes]),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (beginning.isError) return <PreviewFailed error={beginning.error} onRetry={() => void beginning.refetch()} />;
  return <TablePreview source={beginning.data ?? null} isWhole={size <= TABLE_BYTES} />;
}
