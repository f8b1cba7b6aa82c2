"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { lookAgain } from "#components/editor/look-again.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import { fileKeys } from "#lib/queries/files.ts";

/**
 * Reads again what is on the screen of a root: its folders, and the open files. Of a sandbox only the shown folder is
 * watched, and only while it is seen, so there it is done whenever the person comes back to the page, too.
 */
export function useReread(root: FileRoot): () => void {
  const cache = useQueryClient();
  const reread = useCallback(() => {
    void cache.invalidateQueries({ queryKey: fileKeys.ofRoot(root) });
    lookAgain(null);
  }, [cache, root]);
  useEffect(() => {
    if (root.kind !== "sandbox") return;
    const back = () => {
      if (document.visibilityState === "visible") reread();
    };
    window.addEventListener("focus", back);
    document.addEventListener("visibilitychange", back);
    return () => {
      window.removeEventListener("focus", back);
      document.removeEventListener("visibilitychange", back);
    };
  }, [root, reread]);
  return reread;
}
