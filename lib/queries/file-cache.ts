import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { FilePage } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { FilePages, FileView } from "./file-pages.ts";
import { fileKeys } from "./files.ts";

/**
 * The pages of one view that are in the cache. They were asked for at different moments: all are given the total of the
 * newest, and what lies beyond it is dropped.
 */
export function loadedPages(cache: QueryClient, key: ReturnType<typeof fileKeys.view>): FilePages {
  const queries = cache.getQueryCache().findAll({ queryKey: key });
  let newest = -1;
  let total = 0;
  const found: [number, FilePage][] = [];
  for (const query of queries) {
    // The key was made by fileKeys.page: its last part is the number of the page.
    const index = query.queryKey.at(-1) as number;
    const page = query.state.data as FilePage | undefined;
    if (page === undefined) continue;
    found.push([index, page]);
    if (query.state.dataUpdatedAt <= newest) continue;
    newest = query.state.dataUpdatedAt;
    total = page.total;
  }
  return new Map(
    found.map(([index, page]) => {
      const room = Math.max(0, total - page.offset);
      return [
        index,
        { ...page, total, entries: page.entries.length > room ? page.entries.slice(0, room) : page.entries },
      ];
    }),
  );
}

/**
 * Changes every cached view of a folder at once and answers how to take it back. Fetches under way are called off, so
 * that their older answer cannot overwrite the change.
 */
export function patchDirectory(
  cache: QueryClient,
  root: FileRoot,
  path: VolumePath,
  change: (pages: FilePages, view: FileView) => FilePages,
): () => void {
  const queryKey = fileKeys.directory(root, path);
  void cache.cancelQueries({ queryKey });
  const before = cache.getQueriesData<FilePage>({ queryKey });
  const views = new Map<string, { key: ReturnType<typeof fileKeys.view>; view: FileView }>();
  for (const [key] of before) {
    if (key[5] !== "view") continue;
    // The key was made by fileKeys.page.
    const view = key[6] as FileView;
    views.set(JSON.stringify(view), { key: fileKeys.view(root, path, view), view });
  }
  for (const { key, view } of views.values()) {
    const pages = loadedPages(cache, key);
    const changed = change(pages, view);
    if (changed === pages) continue;
    for (const [index, page] of changed) cache.setQueryData<FilePage>([...key, index] satisfies QueryKey, page);
  }
  return () => {
    for (const [key, data] of before) if (data !== undefined) cache.setQueryData(key, data);
    void cache.invalidateQueries({ queryKey });
  };
}
