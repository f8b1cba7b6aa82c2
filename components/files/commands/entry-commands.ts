import { Copy, Download, FolderInput, FolderOutput, KeyRound, Link, Scissors, Trash2 } from "lucide-react";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { download } from "#components/uploads/download.ts";
import { MAX_PATHS_PER_CALL } from "#lib/api/limits.ts";
import { isWithin, parentOf, type VolumePath } from "#lib/api/paths.ts";
import { removeForGood } from "../acts/remove-for-good.ts";
import { trashEntries } from "../acts/trash-entries.ts";
import { PATHS_TYPE } from "../drag-state.ts";
import type { Collected, Files } from "../files-context.ts";
import { copyEntries, copyPathText } from "./copy-paths.ts";
import type { FileCommand } from "./file-command.ts";

/** What commands act on: the selection of the list, or one folder of the tree. */
export type Subject = {
  readonly count: number;
  /** A folder that is all of it, so that no names need to be read; null where it is a choice of entries. */
  readonly whole: VolumePath | null;
  /** Null when they could not be read; the person was told. */
  readonly collect: () => Promise<Collected | null>;
  /** They are about to go. */
  readonly onLeave: () => void;
};

/** A file as it is, a folder or several entries as one archive. */
async function downloadSubject({ root, folder }: Files, { whole, collect }: Subject): Promise<void> {
  try {
    if (whole !== null) return await download(root, { path: whole, format: "zip" });
    const picked = await collect();
    const [first] = picked?.paths ?? [];
    if (!picked || first === undefined) return;
    const [only] = picked.known;
    if (picked.paths.length > 1) await download(root, { path: folder.path, paths: picked.paths, format: "zip" });
    else await download(root, { path: first, ...(only?.is_dir ? { format: "zip" } : {}) });
  } catch (error) {
    void toastFailure("The download did not start", error);
  }
}

function remove(files: Files, picked: Collected, onLeave: () => void): void {
  const { paths } = picked;
  if (files.root.kind === "sandbox") {
    const { id } = files.root;
    files.setDialog({
      kind: "delete",
      ...picked,
      onConfirm: () => {
        leave(files, paths, onLeave);
        void removeForGood(files.desk, id, paths);
      },
    });
    return;
  }
  leave(files, paths, onLeave);
  void trashEntries(files.desk, files.root.id, paths);
}

function leave(files: Files, paths: readonly VolumePath[], onLeave: () => void): void {
  const [first] = paths;
  onLeave();
  // The folder on the screen may be in what goes.
  const gone = paths.some((path) => isWithin(files.folder.path, path));
  if (gone && first !== undefined) files.folder.goTo(parentOf(first));
}

/** What can be done with entries, wherever they are chosen. */
export function entryCommands(files: Files, subject: Subject): readonly FileCommand[] {
  const { root, folder, readOnly, setDialog } = files;
  const { count, whole, collect, onLeave } = subject;
  const none = count === 0 ? "hidden" : null;
  const change = none ?? readOnly;
  const withEntries = (act: (picked: Collected) => void) => () => {
    void collect().then((picked) => picked && picked.paths.length > 0 && act(picked));
  };
  return [
    {
      id: "files.cut",
      label: "Cut",
      icon: Scissors,
      keys: "Mod+X",
      answeredElsewhere: true,
      group: "edit",
      reason: change,
      run: withEntries(({ paths }) => copyEntries("cut", root, paths, null, PATHS_TYPE)),
    },
    {
      id: "files.copy",
      label: "Copy",
      icon: Copy,
      keys: "Mod+C",
      answeredElsewhere: true,
      group: "edit",
      reason: none,
      run: withEntries(({ paths }) => copyEntries("copy", root, paths, null, PATHS_TYPE)),
    },
    {
      id: "files.move",
      label: "Move to…",
      icon: FolderInput,
      keys: "Alt+M",
      group: "edit",
      reason: change,
      run: withEntries((picked) => setDialog({ kind: "carry", how: "move", ...picked })),
    },
    {
      id: "files.copyTo",
      label: "Copy to…",
      icon: FolderOutput,
      keys: "Alt+C",
      group: "edit",
      reason: change,
      run: withEntries((picked) => setDialog({ kind: "carry", how: "copy", ...picked })),
    },
    {
      id: "files.download",
      label: count === 0 ? "Download this folder" : "Download",
      icon: Download,
      keys: "Alt+D",
      group: "share",
      reason:
        whole === null && count > MAX_PATHS_PER_CALL
          ? `At most ${MAX_PATHS_PER_CALL.toLocaleString("en")} at once; download the folder instead.`
          : null,
      run: () => void downloadSubject(files, subject),
    },
    {
      id: "files.copyPath",
      label: "Copy path",
      icon: Link,
      keys: "Shift+Mod+C",
      group: "share",
      reason: null,
      run: count === 0 ? () => copyPathText([whole ?? folder.path]) : withEntries(({ paths }) => copyPathText(paths)),
    },
    {
      id: "files.permissions",
      label: "Permissions…",
      icon: KeyRound,
      keys: "Alt+P",
      group: "share",
      reason: change,
      run: withEntries((picked) => setDialog({ kind: "permissions", ...picked })),
    },
    {
      id: "files.delete",
      label: files.root.kind === "sandbox" ? "Delete for good…" : "Delete",
      icon: Trash2,
      keys: "Delete",
      danger: true,
      group: "danger",
      reason: change,
      run: withEntries((picked) => remove(files, picked, onLeave)),
    },
  ];
}
