"use client";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
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
  const [{ path, open, sort, order, filter }, set] = useQueryStates(filesUrl, { history: "push", scroll: false });
  const view = useMemo(() => ({ sort, order, filter }), [sort, order, filter]);
  return {
    path,
    open,
    view,
    goTo: useCallback((path) => void set({ path, filter: "" }), [set]),
    openFile: useCallback((open) => void set({ open }), [set]),
    show: useCallback(
      (open) =>
        void set((now) => ({ open, ...(parentOf(open) === now.path ? {} : { path: parentOf(open), filter: "" }) })),
      [set],
    ),
    sortBy: useCallback(
      (sort) =>
        void set((now) => ({ sort, order: now.sort === sort && now.order === "asc" ? "desc" : "asc" }), {
          history: "replace",
        }),
      [set],
    ),
    filterBy: useCallback((filter) => void set({ filter }, { history: "replace" }), [set]),
    follow: useCallback(
      (to) =>
        void set(
          (now) => ({
            path: to,
            ...(now.open !== null && isWithin(now.open, now.path)
              ? {
                  open: `${to === "/" ? "" : to}${now.open.slice(now.path === "/" ? 0 : now.path.length)}` as VolumePath,
                }
              : {}),
          }),
          { history: "replace" },
        ),
      [set],
    ),
  };
}
