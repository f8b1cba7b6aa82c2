import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { type Range, readRange } from "./read-range.ts";
import { type PreviewedFile, previewGrant } from "./use-preview-grant.ts";

/** Reads a piece of a file: `start` is the first byte, and there may be fewer than `length` at the end. */
export type ReadRange = (start: number, length: number, signal?: AbortSignal) => Promise<Range>;

/** Reads pieces of one file for as long as one looks at it: a grant that ends is renewed on the way. */
export function useReadRange({ root, path, revision }: PreviewedFile): ReadRange {
  const cache = useQueryClient();
  return useCallback(
    async (start, length, signal) =>
      readRange(await cache.fetchQuery(previewGrant({ root, path, revision })), start, length, signal),
    [cache, root, path, revision],
  );
}
