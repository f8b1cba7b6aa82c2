"use client";
import type { ClipboardEvent } from "react";
import { readDrop } from "#components/uploads/dropped-tree.ts";
import { useUploads } from "#components/uploads/use-uploads.ts";
import { childOf } from "#lib/api/paths.ts";
import { fileClipboard, parseFileClipboard } from "../clipboard.ts";
import { copyEntries } from "../commands/copy-paths.ts";
import { pasteEntries } from "../commands/paste-entries.ts";
import { PATHS_TYPE } from "../drag-state.ts";
import { useFiles } from "../files-context.ts";
import { countSelected } from "../model/selection.ts";

const isField = (target: EventTarget) => target instanceof HTMLElement && target.closest("input,textarea") !== null;

/** Handlers for copy, cut and paste in the list: of its entries, and of files from outside, which are uploaded. */
export function useListClipboard() {
  const files = useFiles();
  const { root, folder, listing, selection, readOnly } = files;
  const uploads = useUploads();

  const take = (event: ClipboardEvent, how: "copy" | "cut") => {
    if (isField(event.target) || countSelected(selection.state.selection, listing.total) === 0) return;
    if (how === "cut" && readOnly !== null) return;
    const transfer = event.clipboardData;
    event.preventDefault();
    const { selection: now } = selection.state;
    if (now.kind === "names") {
      const paths = [...now.names].map((name) => childOf(folder.path, name));
      copyEntries(how, root, paths, transfer, PATHS_TYPE);
      return;
    }
    // Their names may have to be read first, and then the event is over.
    void files.collect().then((picked) => picked && copyEntries(how, root, picked.paths, null, PATHS_TYPE));
  };

  const onPaste = (event: ClipboardEvent) => {
    if (isField(event.target) || readOnly !== null) return;
    event.preventDefault();
    if (event.clipboardData.types.includes("Files")) {
      void readDrop(event.clipboardData).then((tree) => uploads.add({ root, directory: folder.path, tree }));
      return;
    }
    const foreign = parseFileClipboard(event.clipboardData.getData(PATHS_TYPE));
    const pasted = fileClipboard() ?? foreign;
    if (pasted) pasteEntries(files, pasted, folder.path);
  };

  return {
    onCopy: (event: ClipboardEvent) => take(event, "copy"),
    onCut: (event: ClipboardEvent) => take(event, "cut"),
    onPaste,
  };
}
