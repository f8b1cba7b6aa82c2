"use client";
import { useCallback } from "react";
import { focusEditor } from "#components/editor/focus-editor.ts";
import { withToast } from "#components/ui/toast.ts";
import { filesOf } from "#lib/api/client/files-of.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { FileInfo } from "#lib/api/files.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { whyNotOpened } from "./names/kind-of.ts";
import type { Folder } from "./use-folder.ts";

/** Goes into a folder, or opens a file in the editor; says why where neither can be. */
export function useOpenEntry(
  root: FileRoot,
  { goTo, openFile }: Folder,
  focusList: () => void,
): (entry: FileInfo) => void {
  const open = useCallback(
    async (entry: FileInfo) => {
      const reason = whyNotOpened(entry);
      if (reason !== null) return withToast((toast) => toast(reason));
      if (entry.is_dir) {
        goTo(entry.path);
        return focusList();
      }
      if (entry.type === "symlink") {
        // A link to a folder is gone into, any other is opened as the file it leads to.
        const leadsToFolder = await filesOf(browserApi, root)
          .page(entry.path, { limit: 1 })
          .then(
            () => true,
            () => false,
          );
        if (leadsToFolder) return goTo(entry.path);
      }
      focusEditor(entry.path);
      openFile(entry.path);
    },
    [goTo, openFile, focusList, root],
  );
  return useCallback((entry) => void open(entry), [open]);
}
