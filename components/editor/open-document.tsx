"use client";
import { useEffect, useState } from "react";
import type { VolumePath } from "#lib/api/paths.ts";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { type Content, change, type EditorDocument, saveStateOf, tell } from "./document.ts";
import { DocumentBanner } from "./document-banner.tsx";
import { DocumentView } from "./document-view.tsx";
import { TAB_PANEL_ID, tabId } from "./editor-tabs.tsx";
import { focusEditor } from "./focus-editor.ts";
import { loadDocument } from "./load-document.ts";
import type { Cursor } from "./monaco/text-editor.tsx";
import { compareWithDisk, takeTheirs } from "./resolve-conflict.ts";
import { placeWished } from "./reveal-line.ts";
import { StatusLine } from "./status-line.tsx";
import { createStore } from "./store.ts";
import { useDocumentState } from "./use-editor-state.ts";
import { viewOf } from "./views.ts";
import type { Workspace } from "./workspace.ts";

type Props = {
  workspace: Workspace;
  document: EditorDocument;
  readOnlyReason: string | null;
  onSave: () => void;
  onOpen: (path: VolumePath) => void;
  /** Asks first where something is not saved. */
  onClose: () => void;
  /** Does not ask. */
  onGiveUp: () => void;
};

/** The active tab's file: what to know of it, the file itself, and how it stands to the disk. */
export function OpenDocument({ workspace, document, readOnlyReason, onSave, onOpen, onClose, onGiveUp }: Props) {
  const state = useDocumentState(document);
  const [cursor] = useState(() => createStore<Cursor | null>(null));
  const { transport } = workspace;

  // A place is one in the text, whatever else the file can be looked at as.
  useEffect(() => {
    const showText = () => {
      if (placeWished.get()?.path === state.path) change(document, { chosenView: "source" });
    };
    showText();
    return placeWished.subscribe(showText);
  }, [document, state.path]);

  const onCopied = (path: VolumePath) => {
    const save = saveStateOf(document);
    // My version is safe in the copy, so the original may show what is on the disk.
    if (save?.at === "conflict" && save.theirs.is === "there") takeTheirs(document);
    else tell(document, { type: "put-off" });
    focusEditor(path);
    onOpen(path);
  };

  return (
    <>
      <div
        role="tabpanel"
        id={TAB_PANEL_ID}
        aria-labelledby={tabId(state.path)}
        className="flex min-h-0 min-w-0 flex-1 flex-col"
      >
        <DocumentBanner
          document={document}
          readOnlyReason={readOnlyReason}
          onSave={onSave}
          onCompare={() => void compareWithDisk(document, transport)}
          onClose={onClose}
        />
        <DocumentView
          document={document}
          readOnlyReason={readOnlyReason}
          cursor={cursor}
          onClose={onClose}
          onRetry={() => void loadDocument(document, transport)}
        />
        <StatusLine
          state={state}
          firstLine={document.text?.lines()[0] ?? ""}
          readOnly={isReadOnly(state.content, readOnlyReason)}
          cursor={viewOf(state) === "source" ? cursor : null}
        />
      </div>
      <ConflictDialog workspace={workspace} document={document} onCopied={onCopied} onGiveUp={onGiveUp} />
    </>
  );
}

function isReadOnly({ kind }: Content, readOnlyReason: string | null): boolean {
  if (kind === "loading" || kind === "failed" || kind === "missing") return false;
  return kind !== "text" || readOnlyReason !== null;
}
