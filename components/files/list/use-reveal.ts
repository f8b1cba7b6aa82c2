"use client";
import { useCallback, useEffect, useState } from "react";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { FileView } from "#lib/queries/file-pages.ts";
import { findStart } from "#lib/queries/files.ts";
import type { SelectionControl } from "../grid/use-selection.ts";
import type { Listing } from "./use-listing.ts";

/** `turn` is the one of the selection in which it was wished. */
type Wish = { readonly path: VolumePath; readonly name: string; readonly asked: boolean; readonly turn: number };

function indexOfName(listing: Listing, name: string): number | null {
  for (const page of listing.pages.values()) {
    const at = page.entries.findIndex((entry) => entry.name === name);
    if (at >= 0) return page.offset + at;
  }
  return null;
}

/**
 * Selects a name in a folder and brings it into sight: at once when its row is loaded, else as soon as it comes, asking
 * the server where it is. Whoever goes to another row before that is left there.
 */
export function useReveal(
  root: FileRoot,
  path: VolumePath,
  view: FileView,
  listing: Listing,
  selection: SelectionControl,
): (name: string, directory?: VolumePath) => void {
  const [wish, setWish] = useState<Wish | null>(null);
  const { go, goOnceFound, turn } = selection;
  useEffect(() => {
    if (wish === null || wish.path !== path || listing.isPending) return;
    // Somebody has gone to another row meanwhile, and stays there.
    if (wish.turn !== turn()) return setWish(null);
    const index = indexOfName(listing, wish.name);
    if (index !== null) {
      setWish(null);
      go(index, "only");
      return;
    }
    if (wish.asked) return;
    // Its page is read as it comes into sight. Where a row is, is a convenience: without an answer the list stays.
    const going = goOnceFound(findStart(root, path, view, wish.name), "focus");
    const asked = { ...wish, asked: true, turn: turn() };
    setWish(asked);
    void going.then((gone) => gone && setWish((now) => (now === asked ? { ...asked, turn: turn() } : now)));
  }, [wish, path, view, listing, root, go, goOnceFound, turn]);
  return useCallback(
    (name, directory) => setWish({ path: directory ?? path, name, asked: false, turn: turn() }),
    [path, turn],
  );
}
