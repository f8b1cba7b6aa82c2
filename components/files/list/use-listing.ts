"use client";
import { type QueryClient, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { FileInfo } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { loadedPages } from "#lib/queries/file-cache.ts";
import { entryAt, type FilePages, type FileView, PAGE_ROWS, totalOf } from "#lib/queries/file-pages.ts";
import { fileKeys, filePage, readRows } from "#lib/queries/files.ts";
import type { RowRange, Rows } from "../model/selection.ts";

export type Listing = Rows & {
  readonly pages: FilePages;
  readonly entryAt: (index: number) => FileInfo | null;
  /** Nothing of this view is known yet. */
  readonly isPending: boolean;
  readonly isFetching: boolean;
  readonly error: Error | null;
  /** Milliseconds since the epoch of the newest answer. */
  readonly updatedAt: number;
  readonly reload: () => void;
  /**
   * Reads entries that need not be loaded.
   * @throws ApiError
   */
  readonly read: (range: RowRange) => Promise<FileInfo[]>;
};

/** Every page that is loaded, whether or not its rows are on the screen; new whenever one of them changes. */
function useLoadedPages(cache: QueryClient, key: ReturnType<typeof fileKeys.view>): FilePages {
  const [version, changed] = useReducer((count: number) => count + 1, 0);
  const id = JSON.stringify(key);
  useEffect(() => {
    const start = id.slice(0, -1);
    return cache.getQueryCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type !== "success" && event.action.type !== "setState") return;
      if (event.type !== "updated" && event.type !== "removed") return;
      if (JSON.stringify(event.query.queryKey).startsWith(start)) queueMicrotask(changed);
    });
  }, [cache, id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the id stands for the key, the version for the cache
  return useMemo(() => loadedPages(cache, key), [cache, id, version]);
}

const pageOf = (row: number) => Math.floor(row / PAGE_ROWS);

/**
 * A folder as far as it is loaded. Only the first page and those under `visible` are asked for and kept fresh; the others
 * stay in the cache and are asked for again when they come into sight.
 */
export function useListing(root: FileRoot, path: VolumePath, view: FileView, visible: RowRange): Listing {
  const cache = useQueryClient();
  const key = fileKeys.view(root, path, view);
  const first = useQuery(filePage(root, path, view, 0));
  const indexes: number[] = [];
  for (let index = Math.max(1, pageOf(visible.from)); index <= pageOf(visible.to); index++) indexes.push(index);
  const others = useQueries({ queries: indexes.map((index) => filePage(root, path, view, index)) });
  const pages = useLoadedPages(cache, key);
  const newest = useRef({ root, path, view });
  newest.current = { root, path, view };

  const read = useCallback((range: RowRange) => {
    const { root, path, view } = newest.current;
    return readRows(root, path, view, range);
  }, []);
  const reload = useCallback(() => {
    void cache.invalidateQueries({ queryKey: fileKeys.directory(newest.current.root, newest.current.path) });
  }, [cache]);

  return useMemo(
    () => ({
      pages,
      total: totalOf(pages),
      nameAt: (index: number) => entryAt(pages, index)?.name ?? null,
      entryAt: (index: number) => entryAt(pages, index),
      isPending: first.isPending,
      isFetching: first.isFetching || others.some((other) => other.isFetching),
      error: first.error,
      updatedAt: first.dataUpdatedAt,
      reload,
      read,
    }),
    [pages, first.isPending, first.isFetching, first.error, first.dataUpdatedAt, others, reload, read],
  );
}
