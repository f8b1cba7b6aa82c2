import { ClipboardPaste, FilePlus, FolderPlus, FolderUp, Upload } from "lucide-react";
import type { useUploads } from "#components/uploads/use-uploads.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { things } from "../acts/words.ts";
import type { FileClipboard } from "../clipboard.ts";
import type { Files, Naming } from "../files-context.ts";
import type { FileCommand } from "./file-command.ts";
import { pasteEntries } from "./paste-entries.ts";

type Tools = { readonly uploads: ReturnType<typeof useUploads>; readonly clipboard: FileClipboard | null };

/** What can be put into a folder: the one on the screen, or one of the tree. */
export function folderCommands(
  files: Files,
  directory: VolumePath,
  { uploads, clipboard }: Tools,
): readonly FileCommand[] {
  const { folder, readOnly, setNaming, root } = files;
  const pick = (what: "files" | "folder") => () => void uploads.pick({ root, directory, what });
  // A name is typed in the list, so the list has to show the folder it is for.
  const make = (naming: Naming) => () => {
    if (directory !== folder.path) folder.goTo(directory);
    setNaming(naming);
  };
  return [
    {
      id: "files.newFile",
      label: "New file",
      icon: FilePlus,
      keys: "Alt+N",
      everywhere: true,
      group: "make",
      reason: readOnly,
      run: make({ kind: "file" }),
    },
    {
      id: "files.newFolder",
      label: "New folder",
      icon: FolderPlus,
      keys: "Alt+Shift+N",
      everywhere: true,
      group: "make",
      reason: readOnly,
      run: make({ kind: "folder" }),
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
      id: "files.paste",
      label: clipboard?.how === "cut" ? `Paste (move ${things(clipboard.paths)} here)` : "Paste",
      icon: ClipboardPaste,
      keys: "Mod+V",
      answeredElsewhere: true,
      group: "edit",
      reason: clipboard === null ? "hidden" : readOnly,
      run: () => clipboard && pasteEntries(files, clipboard, directory),
    },
  ];
}
