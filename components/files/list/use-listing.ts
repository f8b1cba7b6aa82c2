"use client";
import { type QueryClient, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import type { FileInfo } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { loadedPages } from "#lib/queries/file-cache.ts";
import { entryAt, type FilePages, type FileView, PAGE_ROWS, totalOf } from "#lib/queries/file-pages.ts";
import { fileKeys, filePage } from "#lib/queries/files.ts";
import type { Rows } from "../model/selection.ts";

export type RowRange = { readonly from: number; readonly to: number };

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
  /** Loads every page that holds a row of the range; answers whether all came. */
  readonly ensure: (range: RowRange) => Promise<boolean>;
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
export function useListing(volume: VolumeId, path: VolumePath, view: FileView, visible: RowRange): Listing {
  const cache = useQueryClient();
  const key = fileKeys.view(volume, path, view);
  const first = useQuery(filePage(volume, path, view, 0));
  const indexes: number[] = [];
  for (let index = Math.max(1, pageOf(visible.from)); index <= pageOf(visible.to); index++) indexes.push(index);
  const others = useQueries({ queries: indexes.map((index) => filePage(volume, path, view, index)) });
  const pages = useLoadedPages(cache, key);
  const newest = useRef({ volume, path, view });
  newest.current = { volume, path, view };

  const ensure = useCallback(
    async ({ from, to }: RowRange) => {
      const asked = newest.current;
      for (let index = pageOf(from); index <= pageOf(to); index++) {
        const page = await cache
          .ensureQueryData(filePage(asked.volume, asked.path, asked.view, index))
          .catch(() => undefined);
        // The person has gone elsewhere meanwhile.
        if (page === undefined || newest.current.path !== asked.path) return false;
      }
      return true;
    },
    [cache],
  );
  const reload = useCallback(() => {
    void cache.invalidateQueries({ queryKey: fileKeys.directory(newest.current.volume, newest.current.path) });
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
      ensure,
    }),
    [pages, first.isPending, first.isFetching, first.error, first.dataUpdatedAt, others, reload, ensure],
  );
}
