"use client";

import { withToast } from "#components/ui/toast.ts";
import type { NamedRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { type DroppedTree, pickFiles } from "./dropped-tree.ts";
import { useUploader } from "./uploader-context.ts";
import { uploadsOfTree } from "./uploads-of-tree.ts";

type Landing = { root: NamedRoot; directory: VolumePath };

/** Starts uploads from anywhere in the console. */
export function useUploads() {
  const uploader = useUploader();
  const add = ({ root, directory, tree }: Landing & { tree: DroppedTree }): void => {
    const { uploads, refused } = uploadsOfTree(root, directory, tree);
    const [first, ...more] = refused;
    if (first)
      withToast((toast) =>
        toast.warning(`${first.path} was not taken`, {
          description:
            more.length > 0 ? `${first.problem} ${more.length} others were not taken either.` : first.problem,
        }),
      );
    // A run that went well has been seen; its numbers would only blur those of the next.
    if (uploader.view().summary.end === "done") uploader.wish({ type: "cleared" });
    if (uploads.length > 0) uploader.add(uploads);
  };
  /** Opens the browser's picker and uploads what is chosen. */
  const pick = async ({ what, ...landing }: Landing & { what: "files" | "folder" }): Promise<void> => {
    const tree = await pickFiles(what);
    if (tree) add({ ...landing, tree });
  };
  return { add, pick };
}
