"use client";
import { useQueryClient } from "@tanstack/react-query";
import { FolderOpen, PencilLine } from "lucide-react";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { useUploads } from "#components/uploads/use-uploads.ts";
import { nameOf, parentOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import { fileInfo } from "#lib/queries/files.ts";
import { useFileClipboard } from "../clipboard.ts";
import { entryCommands } from "../commands/entry-commands.ts";
import type { FileCommand } from "../commands/file-command.ts";
import { folderCommands } from "../commands/folder-commands.ts";
import { useFiles } from "../files-context.ts";

/** What can be done with a folder of the tree. */
export function useTreeCommands(path: VolumePath): readonly FileCommand[] {
  const files = useFiles();
  const cache = useQueryClient();
  const uploads = useUploads();
  const clipboard = useFileClipboard();
  const { root, folder, readOnly } = files;
  const rename = () => {
    if (folder.path !== parentOf(path)) folder.goTo(parentOf(path));
    files.reveal(nameOf(path), parentOf(path));
    files.setNaming({ kind: "rename", name: nameOf(path) });
  };
  const entry = entryCommands(files, {
    count: path === ROOT ? 0 : 1,
    whole: path,
    collect: () =>
      cache.fetchQuery(fileInfo(root, path)).then(
        (info) => ({ paths: [path], known: [info] }),
        (error: unknown) => {
          void toastFailure("The folder could not be read", error);
          return null;
        },
      ),
    onLeave: () => undefined,
  });
  const commands: readonly FileCommand[] = [
    {
      id: "tree.open",
      label: "Open",
      icon: FolderOpen,
      group: "open",
      reason: null,
      run: () => folder.goTo(path),
    },
    ...folderCommands(files, path, { uploads, clipboard }),
    {
      id: "tree.rename",
      label: "Rename",
      icon: PencilLine,
      group: "edit",
      reason: path === ROOT ? "hidden" : readOnly,
      run: rename,
    },
    ...entry,
  ];
  // The keys of these act on the list, not on the tree.
  return commands.map(({ keys: _keys, ...command }) => command);
}
