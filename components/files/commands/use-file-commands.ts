"use client";
import { CornerLeftUp, Eye, PencilLine, RefreshCw, SquareArrowOutUpRight, SquareCheckBig, Undo2 } from "lucide-react";
import { useUploads } from "#components/uploads/use-uploads.ts";
import type { FileInfo } from "#lib/api/files.ts";
import { useFileClipboard } from "../clipboard.ts";
import { type Files, useFiles } from "../files-context.ts";
import { countSelected, isSelected } from "../model/selection.ts";
import { entryCommands, type Subject } from "./entry-commands.ts";
import type { FileCommand } from "./file-command.ts";
import { folderCommands } from "./folder-commands.ts";

/** The selection, or the folder itself while nothing is selected. */
function selectedIn({ folder, listing, selection, collect }: Files): Subject {
  const chosen = selection.state.selection;
  const count = countSelected(chosen, listing.total);
  const all = chosen.kind === "every" && chosen.except.size === 0 && folder.view.filter === "";
  return {
    count,
    whole: count === 0 || all ? folder.path : null,
    collect,
    onLeave: () => selection.apply({ kind: "none" }),
  };
}

/** The selected entry, which need not be the one that has the focus; null while its row is not loaded. */
function onlyOf({ listing, selection: { state } }: Files): FileInfo | null {
  const focused = listing.entryAt(state.focus.index);
  if (focused && isSelected(state.selection, focused.name)) return focused;
  for (const page of listing.pages.values())
    for (const entry of page.entries) if (isSelected(state.selection, entry.name)) return entry;
  return null;
}

/** Everything that can be done here and now, with the reason where it cannot. */
export function useFileCommands(undoable: { label: string } | null, undo: () => void): readonly FileCommand[] {
  const files = useFiles();
  const uploads = useUploads();
  const clipboard = useFileClipboard();
  const { folder, listing, selection, readOnly } = files;
  const subject = selectedIn(files);
  const one = subject.count === 1 ? onlyOf(files) : null;

  return [
    {
      id: "files.open",
      label: "Open",
      icon: SquareArrowOutUpRight,
      keys: "Enter",
      answeredElsewhere: true,
      group: "open",
      reason: subject.count === 1 ? null : "hidden",
      run: () => one && files.openEntry(one),
    },
    {
      id: "files.peek",
      label: "Peek",
      icon: Eye,
      keys: "Space",
      answeredElsewhere: true,
      group: "open",
      reason: one?.type === "file" ? null : "hidden",
      run: () => files.setDialog({ kind: "peek" }),
    },
    ...folderCommands(files, folder.path, { uploads, clipboard }),
    {
      id: "files.rename",
      label: "Rename",
      icon: PencilLine,
      keys: "F2",
      group: "edit",
      reason: subject.count === 1 ? readOnly : "hidden",
      run: () => one && files.setNaming({ kind: "rename", name: one.name }),
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
    ...entryCommands(files, subject),
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
      run: files.reread,
    },
  ];
}
