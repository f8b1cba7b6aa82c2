import { queryOptions } from "@tanstack/react-query";
import type { NullspaceClient } from "#lib/api/client/client.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { MAX_PAGE_ENTRIES } from "#lib/api/limits.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { browserApi } from "./browser-api.ts";
import { type FileView, PAGE_ROWS } from "./file-pages.ts";

export const fileKeys = {
  ofVolume: (volume: VolumeId) => ["volumes", volume, "files"] as const,
  directory: (volume: VolumeId, path: VolumePath) => ["volumes", volume, "files", "in", path] as const,
  view: (volume: VolumeId, path: VolumePath, view: FileView) =>
    ["volumes", volume, "files", "in", path, "view", view] as const,
  page: (volume: VolumeId, path: VolumePath, view: FileView, index: number) =>
    [...fileKeys.view(volume, path, view), index] as const,
  folders: (volume: VolumeId, path: VolumePath) => ["volumes", volume, "files", "in", path, "folders"] as const,
  info: (volume: VolumeId, path: VolumePath) => ["volumes", volume, "files", "info", path] as const,
  trash: (volume: VolumeId) => ["volumes", volume, "trash"] as const,
};

/** One page of a folder by its number. Keyed by volume, folder and view, so that a late answer is nobody's. */
export const filePage = (
  volume: VolumeId,
  path: VolumePath,
  view: FileView,
  index: number,
  api: NullspaceClient = browserApi,
) =>
  queryOptions({
    queryKey: fileKeys.page(volume, path, view, index),
    queryFn: ({ signal }) =>
      api.files.page(
        volume,
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
export const foldersIn = (volume: VolumeId, path: VolumePath) =>
  queryOptions({
    queryKey: fileKeys.folders(volume, path),
    queryFn: async ({ signal }): Promise<Folders> => {
      const { entries, next_cursor } = await browserApi.files.page(
        volume,
        path,
        { limit: MAX_PAGE_ENTRIES, sort: "name" },
        { signal },
      );
      const folders = entries.filter((entry) => entry.is_dir).map(({ name, path }) => ({ name, path }));
      return { folders, more: folders.length === entries.length && next_cursor !== null };
    },
  });

export const fileInfo = (volume: VolumeId, path: VolumePath) =>
  queryOptions({
    queryKey: fileKeys.info(volume, path),
    queryFn: ({ signal }) => browserApi.files.info(volume, path, { signal }),
  });

export const trashList = (volume: VolumeId, api: NullspaceClient = browserApi) =>
  queryOptions({
    queryKey: fileKeys.trash(volume),
    queryFn: ({ signal }) => api.trash.list(volume, { signal }),
  });

/** Where names that start with `prefix` begin in a view, or null when none does. */
export async function findStart(volume: VolumeId, path: VolumePath, view: FileView, prefix: string) {
  const page = await browserApi.files.page(volume, path, {
    limit: 1,
    starts_with: prefix,
    sort: view.sort,
    order: view.order,
    ...(view.filter === "" ? {} : { filter: view.filter }),
  });
  return page.entries.length > 0 ? page.offset : null;
}
