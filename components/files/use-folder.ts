"use client";
import { useCallback, useMemo } from "react";
import { useAddress } from "#components/ui/use-address.ts";
import type { FileSort } from "#lib/api/files.ts";
import { isWithin, parentOf, type VolumePath } from "#lib/api/paths.ts";
import type { FileView } from "#lib/queries/file-pages.ts";
import { filesUrl } from "./files-url.ts";

export type Folder = {
  readonly path: VolumePath;
  /** The file in the editor. */
  readonly open: VolumePath | null;
  readonly view: FileView;
  readonly goTo: (path: VolumePath) => void;
  readonly openFile: (path: VolumePath | null) => void;
  /** Shows a file in its folder and opens it. */
  readonly show: (path: VolumePath) => void;
  readonly sortBy: (sort: FileSort) => void;
  readonly filterBy: (text: string) => void;
  /** The folder itself, or one above it, has another path now. Leaves no step in the history. */
  readonly follow: (path: VolumePath) => void;
};

/** The folder in the URL and how it is looked at. Moving about makes steps of the history, sorting and filtering do not. */
export function useFolder(): Folder {
  const [{ path, open, sort, order, filter }, set] = useAddress(filesUrl);
  const view = useMemo(() => ({ sort, order, filter }), [sort, order, filter]);
  return {
    path,
    open,
    view,
    goTo: useCallback((path) => set({ path, filter: "" }, "push"), [set]),
    openFile: useCallback((open) => set({ open }, "push"), [set]),
    show: useCallback(
      (open) =>
        set((now) => ({ open, ...(parentOf(open) === now.path ? {} : { path: parentOf(open), filter: "" }) }), "push"),
      [set],
    ),
    sortBy: useCallback(
      (sort) => set((now) => ({ sort, order: now.sort === sort && now.order === "asc" ? "desc" : "asc" })),
      [set],
    ),
    filterBy: useCallback((filter) => set({ filter }), [set]),
    follow: useCallback(
      (to) =>
        set((now) => ({
          path: to,
          ...(now.open !== null && isWithin(now.open, now.path)
            ? {
                open: `${to === "/" ? "" : to}${now.open.slice(now.path === "/" ? 0 : now.path.length)}` as VolumePath,
              }
            : {}),
        })),
      [set],
    ),
  };
}
