"use client";
import {
  ClipboardPaste,
  Copy,
  CornerLeftUp,
  Download,
  Eye,
  FilePlus,
  FolderInput,
  FolderOutput,
  FolderPlus,
  FolderUp,
  KeyRound,
  Link,
  PencilLine,
  RefreshCw,
  Scissors,
  SquareArrowOutUpRight,
  SquareCheckBig,
  Trash2,
  Undo2,
  Upload,
} from "lucide-react";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { download } from "#components/uploads/download.ts";
import { useUploads } from "#components/uploads/use-uploads.ts";
import { MAX_PATHS_PER_CALL } from "#lib/api/limits.ts";
import { trashEntries } from "../acts/trash-entries.ts";
import { things } from "../acts/words.ts";
import { useFileClipboard } from "../clipboard.ts";
import { PATHS_TYPE } from "../drag-state.ts";
import { type Files, useFiles } from "../files-context.ts";
import { countSelected } from "../model/selection.ts";
import { copyEntries, copyPathText } from "./copy-paths.ts";
import type { FileCommand } from "./file-command.ts";
import { pasteEntries } from "./paste-entries.ts";

/** A file as it is, a folder or a selection as one archive. Nothing selected: the folder on the screen. */
async function downloadSelection({ folder, selection, listing, volume, collect }: Files): Promise<void> {
  const chosen = selection.state.selection;
  const total = countSelected(chosen, listing.total);
  try {
    // All of an unfiltered folder is the folder itself: no names need to be read.
    if (total === 0 || (chosen.kind === "every" && chosen.except.size === 0 && folder.view.filter === ""))
      return await download(volume.id, { path: folder.path, format: "zip" });
    const picked = await collect();
    const [first] = picked?.paths ?? [];
    if (!picked || first === undefined) return;
    const [only] = picked.known;
    if (picked.paths.length > 1) await download(volume.id, { path: folder.path, paths: picked.paths, format: "zip" });
    else await download(volume.id, { path: first, ...(only?.is_dir ? { format: "zip" } : {}) });
  } catch (error) {
    toastFailure("The download did not start", error);
  }
}

/** Everything that can be done here and now, with the reason where it cannot. */
export function useFileCommands(undoable: { label: string } | null, undo: () => void): readonly FileCommand[] {
  const files = useFiles();
  const uploads = useUploads();
  const clipboard = useFileClipboard();
  const { folder, listing, selection, readOnly, volume } = files;
  const total = countSelected(selection.state.selection, listing.total);
  const focused = listing.entryAt(selection.state.focus.index);
  const one = total === 1 ? focused : null;
  const none = total === 0 ? "hidden" : null;
  const change = none ?? readOnly;
  const withSelection = (act: (picked: NonNullable<Awaited<ReturnType<Files["collect"]>>>) => void) => () => {
    void files.collect().then((picked) => picked && picked.paths.length > 0 && act(picked));
  };
  const pick = (what: "files" | "folder") => () => uploads.pick({ volume, directory: folder.path, what });
  const tooMany =
    total > MAX_PATHS_PER_CALL && !(selection.state.selection.kind === "every" && folder.view.filter === "")
      ? `At most ${MAX_PATHS_PER_CALL.toLocaleString("en")} at once; download the folder instead.`
      : null;

  return [
    {
      id: "files.open",
      label: "Open",
      icon: SquareArrowOutUpRight,
      keys: "Enter",
      answeredElsewhere: true,
      group: "open",
      reason: total === 1 ? null : "hidden",
      run: () => one && files.openEntry(one),
    },
    {
      id: "files.peek",
      label: "Peek",
      icon: Eye,
      keys: "Space",
      answeredElsewhere: true,
      group: "open",
      reason: total === 1 && one?.type === "file" ? null : "hidden",
      run: () => files.setDialog({ kind: "peek" }),
    },
    {
      id: "files.newFile",
      label: "New file",
      icon: FilePlus,
      keys: "Alt+N",
      everywhere: true,
      group: "make",
      reason: readOnly,
      run: () => files.setNaming({ kind: "file" }),
    },
    {
      id: "files.newFolder",
      label: "New folder",
      icon: FolderPlus,
      keys: "Alt+Shift+N",
      everywhere: true,
      group: "make",
      reason: readOnly,
      run: () => files.setNaming({ kind: "folder" }),
    },
    {
      id: "files.upload",
      label: "Upload files",
      icon: Upload,
      keys: "Alt+U",
      everywhere: true,
      group: "make",
      reason: readOnly,
      run: pick("files"),
    },
    {
      id: "files.uploadFolder",
      label: "Upload a folder",
      icon: FolderUp,
      keys: "Alt+Shift+U",
      everywhere: true,
      group: "make",
      reason: readOnly,
      run: pick("folder"),
    },
    {
      id: "files.cut",
      label: "Cut",
      icon: Scissors,
      keys: "Mod+X",
      answeredElsewhere: true,
      group: "edit",
      reason: change,
      run: withSelection(({ paths }) => copyEntries("cut", volume.id, paths, null, PATHS_TYPE)),
    },
    {
      id: "files.copy",
      label: "Copy",
      icon: Copy,
      keys: "Mod+C",
      answeredElsewhere: true,
      group: "edit",
      reason: none,
      run: withSelection(({ paths }) => copyEntries("copy", volume.id, paths, null, PATHS_TYPE)),
    },
    {
      id: "files.paste",
      label: clipboard?.how === "cut" ? `Paste (move ${things(clipboard.paths)} here)` : "Paste",
      icon: ClipboardPaste,
      keys: "Mod+V",
      answeredElsewhere: true,
      group: "edit",
      reason: clipboard === null ? "hidden" : readOnly,
      run: () => clipboard && pasteEntries(files, clipboard, folder.path),
    },
    {
      id: "files.rename",
      label: "Rename",
      icon: PencilLine,
      keys: "F2",
      group: "edit",
      reason: total === 1 ? readOnly : "hidden",
      run: () => one && files.setNaming({ kind: "rename", name: one.name }),
    },
    {
      id: "files.move",
      label: "Move to…",
      icon: FolderInput,
      keys: "Alt+M",
      group: "edit",
      reason: change,
      run: withSelection((picked) => files.setDialog({ kind: "carry", how: "move", ...picked })),
    },
    {
      id: "files.copyTo",
      label: "Copy to…",
      icon: FolderOutput,
      keys: "Alt+C",
      group: "edit",
      reason: change,
      run: withSelection((picked) => files.setDialog({ kind: "carry", how: "copy", ...picked })),
    },
    {
      id: "files.undo",
      label: undoable ? `Undo: ${undoable.label}` : "Undo",
      icon: Undo2,
      keys: "Mod+Z",
      everywhere: true,
      group: "edit",
      reason: undoable ? readOnly : "hidden",
      run: undo,
    },
    {
      id: "files.download",
      label: total === 0 ? "Download this folder" : "Download",
      icon: Download,
      keys: "Alt+D",
      group: "share",
      reason: tooMany,
      run: () => void downloadSelection(files),
    },
    {
      id: "files.copyPath",
      label: "Copy path",
      icon: Link,
      keys: "Shift+Mod+C",
      group: "share",
      reason: null,
      run: () => (total === 0 ? copyPathText([folder.path]) : withSelection(({ paths }) => copyPathText(paths))()),
    },
    {
      id: "files.permissions",
      label: "Permissions…",
      icon: KeyRound,
      keys: "Alt+P",
      group: "share",
      reason: change,
      run: withSelection((picked) => files.setDialog({ kind: "permissions", ...picked })),
    },
    {
      id: "files.selectAll",
      label: "Select all",
      icon: SquareCheckBig,
      keys: "Mod+A",
      group: "view",
      reason: listing.total === 0 ? "hidden" : null,
      run: () => selection.apply({ kind: "every" }),
    },
    {
      id: "files.parent",
      label: "Folder above",
      icon: CornerLeftUp,
      keys: "Alt+ArrowUp",
      answeredElsewhere: true,
      group: "view",
      reason: folder.path === "/" ? "hidden" : null,
      run: files.goToParent,
    },
    {
      id: "files.refresh",
      label: "Read again",
      icon: RefreshCw,
      group: "view",
      reason: null,
      run: listing.reload,
    },
    {
      id: "files.delete",
      label: "Delete",
      icon: Trash2,
      keys: "Delete",
      danger: true,
      group: "danger",
      reason: change,
      run: withSelection(({ paths }) => void trashEntries(files.desk, paths)),
    },
  ];
}
