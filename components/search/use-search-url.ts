"use client";
import { useCallback } from "react";
import { useAddress } from "#components/ui/use-address.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import { type SearchAsked, searchUrl } from "./search-url.ts";

const CLOSED = { find: null, put: null, preview: null };

/**
 * The search in the URL. Typing makes no steps of the history.
 * @param kind of the root that is searched
 */
export function useSearchUrl(kind: FileRoot["kind"]) {
  const [asked, set] = useAddress(searchUrl);
  return {
    asked,
    isOpen: asked.find !== null,
    /** In a sandbox it begins at the folder: around it is a whole system. */
    open: useCallback(
      () =>
        set((now) => ({
          find: now.find ?? "",
          ...(now.find === null && kind === "sandbox" && { within: "folder" }),
        })),
      [set, kind],
    ),
    close: useCallback(() => set(CLOSED), [set]),
    ask: useCallback((part: Partial<SearchAsked>) => set(part), [set]),
  };
}
