import { useEffect } from "react";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { browserApi } from "#lib/queries/browser-api.ts";

/** A watch lasts a minute; it is renewed well before. */
const RENEW_MS = 30_000;
const MAX_DIRECTORIES = 20;

/** Asks the control plane to watch these directories while the page is seen, so that changes made on the disk arrive as events. */
export function useObserved(root: FileRoot, directories: readonly VolumePath[]): void {
  useEffect(() => {
    if (root.kind !== "volume" || directories.length === 0) return;
    const { id } = root;
    const observe = () => {
      if (document.visibilityState !== "visible") return;
      // Without it saves are still checked; the next round tries again.
      void browserApi.volumes.observe(id, directories.slice(0, MAX_DIRECTORIES)).catch(() => undefined);
    };
    observe();
    const timer = setInterval(observe, RENEW_MS);
    document.addEventListener("visibilitychange", observe);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", observe);
    };
  }, [root, directories]);
}
