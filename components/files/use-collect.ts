"use client";
import { useCallback, useRef } from "react";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { childOf, type VolumePath } from "#lib/api/paths.ts";
import type { Collected } from "./files-context.ts";
import type { SelectionControl } from "./grid/use-selection.ts";
import type { Listing } from "./list/use-listing.ts";
import { isSelected } from "./model/selection.ts";

/**
 * The selected entries of a folder, with what is known of them. When all of it is selected, what nobody looked at is read
 * first; null when that failed, and the person was told.
 */
export function useCollect(
  path: VolumePath,
  listing: Listing,
  selection: SelectionControl,
): () => Promise<Collected | null> {
  const newest = useRef({ listing, selection });
  newest.current = { listing, selection };
  return useCallback(async () => {
    const { listing, selection } = newest.current;
    const chosen = selection.state.selection;
    const loaded = [...listing.pages.values()].flatMap((page) => page.entries);
    if (chosen.kind === "names") {
      const known = loaded.filter((entry) => isSelected(chosen, entry.name));
      return { paths: [...chosen.names].map((name) => childOf(path, name)), known };
    }
    try {
      const all = loaded.length === listing.total ? loaded : await listing.read({ from: 0, to: listing.total - 1 });
      const known = all.filter((entry) => isSelected(chosen, entry.name));
      return { paths: known.map((entry) => entry.path), known };
    } catch (error) {
      void toastFailure("The names of this folder could not be read", error);
      return null;
    }
  }, [path]);
}
