import { queryOptions } from "@tanstack/react-query";
import type { NullspaceClient } from "#lib/api/client/client.ts";
import { filesOf } from "#lib/api/client/files-of.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { FileInfo, FilePage } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { MAX_PAGE_ENTRIES } from "#lib/api/limits.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { browserApi } from "./browser-api.ts";
import { type FileView, PAGE_ROWS } from "./file-pages.ts";

/** How the keys of everything begin that belongs to a root. */
export const rootKey = ({ kind, id }: FileRoot) => [`${kind}s`, id] as const;

/** Events keep the files of a volume current; of a sandbox nobody tells, so each look is a new one. */
const freshness = ({ kind }: FileRoot) => (kind === "sandbox" ? { staleTime: 0 } : {});

export const fileKeys = {
  ofRoot: (root: FileRoot) => [...rootKey(root), "files"] as const,
  directory: (root: FileRoot, path: VolumePath) => [...rootKey(root), "files", "in", path] as const,
  view: (root: FileRoot, path: VolumePath, view: FileView) =>
    [...rootKey(root), "files", "in", path, "view", view] as const,
  page: (root: FileRoot, path: VolumePath, view: FileView, index: number) =>
    [...fileKeys.view(root, path, view), index] as const,
  folders: (root: FileRoot, path: VolumePath) => [...rootKey(root), "files", "in", path, "folders"] as const,
  info: (root: FileRoot, path: VolumePath) => [...rootKey(root), "files", "info", path] as const,
  trash: (volume: VolumeId) => ["volumes", volume, "trash"] as const,
};

/** One page of a folder by its number. Keyed by root, folder and view, so that a late answer is nobody's. */
export const filePage = (
  root: FileRoot,
  path: VolumePath,
  view: FileView,
  index: number,
  api: NullspaceClient = browserApi,
) =>
  queryOptions({
    queryKey: fileKeys.page(root, path, view, index),
    ...freshness(root),
    queryFn: ({ signal }) =>
      filesOf(api, root).page(
        path,
        {
          limit: PAGE_ROWS,
          offset: index * PAGE_ROWS,
          sort: view.sort,
          order: view.order,
          ...(view.filter === "" ? {} : { filter: view.filter }),
        },
        { signal },
      ),
  });

export type Folder = { readonly name: string; readonly path: VolumePath };
export type Folders = { readonly folders: readonly Folder[]; readonly more: boolean };

/** The directories directly in a folder, at most 1,000: they come first in every order, so one page holds them. */
export const foldersIn = (root: FileRoot, path: VolumePath) =>
  queryOptions({
    queryKey: fileKeys.folders(root, path),
    ...freshness(root),
    queryFn: async ({ signal }): Promise<Folders> => {
      const { entries, next_cursor } = await filesOf(browserApi, root).page(
        path,
        { limit: MAX_PAGE_ENTRIES, sort: "name" },
        { signal },
      );
      const folders = entries.filter((entry) => entry.is_dir).map(({ name, path }) => ({ name, path }));
      return { folders, more: folders.length === entries.length && next_cursor !== null };
    },
  });

export const fileInfo = (root: FileRoot, path: VolumePath) =>
  queryOptions({
    queryKey: fileKeys.info(root, path),
    ...freshness(root),
    queryFn: ({ signal }) => filesOf(browserApi, root).info(path, { signal }),
  });

export const trashList = (volume: VolumeId, api: NullspaceClient = browserApi) =>
  queryOptions({
    queryKey: fileKeys.trash(volume),
    queryFn: ({ signal }) => api.trash.list(volume, { signal }),
  });

/**
 * Reads rows of a view by position, both ends included, a thousand in one call and none of them into the cache: for what
 * acts on more than anybody looks at.
 */
export async function readRows(
  root: FileRoot,
  path: VolumePath,
  view: FileView,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<FileInfo[]> {
  const rows: FileInfo[] = [];
  let cursor: string | null = null;
  do {
    const page: FilePage = await filesOf(browserApi, root).page(path, {
      limit: Math.min(MAX_PAGE_ENTRIES, to - from + 1 - rows.length),
      ...(cursor === null ? { offset: from } : { cursor }),
      sort: view.sort,
      order: view.order,
      ...(view.filter === "" ? {} : { filter: view.filter }),
    });
    rows.push(...page.entries);
    cursor = page.next_cursor;
  } while (cursor !== null && rows.length < to - from + 1);
  return rows;
}

/** Where names that start with `prefix` begin in a view, or null when none does. */
export async function findStart(root: FileRoot, path: VolumePath, view: FileView, prefix: string) {
  const page = await filesOf(browserApi, root).page(path, {
    limit: 1,
    starts_with: prefix,
    sort: view.sort,
    order: view.order,
    ...(view.filter === "" ? {} : { filter: view.filter }),
  });
  return page.entries.length > 0 ? page.offset : null;
}
