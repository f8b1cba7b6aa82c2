"use client";
import { useCallback, useEffect, useState } from "react";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { FileView } from "#lib/queries/file-pages.ts";
import { findStart } from "#lib/queries/files.ts";
import type { SelectionControl } from "../grid/use-selection.ts";
import type { Listing } from "./use-listing.ts";

type Wish = { readonly path: VolumePath; readonly name: string; readonly asked: boolean };

function indexOfName(listing: Listing, name: string): number | null {
  for (const page of listing.pages.values()) {
    const at = page.entries.findIndex((entry) => entry.name === name);
    if (at >= 0) return page.offset + at;
  }
  return null;
}

/**
 * Selects a name in a folder and brings it into sight: at once when its row is loaded, else as soon as it comes, asking
 * the server where it is.
 */
export function useReveal(
  root: FileRoot,
  path: VolumePath,
  view: FileView,
  listing: Listing,
  selection: SelectionControl,
): (name: string, directory?: VolumePath) => void {
  const [wish, setWish] = useState<Wish | null>(null);
  const { go } = selection;
  useEffect(() => {
    if (wish === null || wish.path !== path || listing.isPending) return;
    const index = indexOfName(listing, wish.name);
    if (index !== null) {
      setWish(null);
      go(index, "only");
      return;
    }
    if (wish.asked) return;
    setWish({ ...wish, asked: true });
    void findStart(root, path, view, wish.name)
      // Its page is read as it comes into sight.
      .then((start) => start !== null && go(start, "focus"))
      // Where a row is, is a convenience: without an answer the list stays where it was.
      .catch(() => undefined);
  }, [wish, path, view, listing, root, go]);
  return useCallback((name, directory) => setWish({ path: directory ?? path, name, asked: false }), [path]);
}
