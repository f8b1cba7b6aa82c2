"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice, Refusal } from "#components/ui/notice.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { errorOf } from "#lib/actions/failure.ts";
import { nameOf, type VolumePath } from "#lib/api/paths.ts";
import { ChangedBy } from "./changed-by.tsx";
import type { EditorDocument } from "./document.ts";
import { tell } from "./document.ts";
import { focusEditor, focusWished } from "./focus-editor.ts";
import { languageOfFile } from "./language-of-file.ts";
import { DiffView } from "./monaco/diff-view.tsx";
import { readTheirs, takeTheirs } from "./resolve-conflict.ts";
import { SaveCopyForm } from "./save-copy-form.tsx";
import { saveDocument } from "./save-document.ts";
import type { Theirs } from "./save-state.ts";
import { useDocumentState } from "./use-editor-state.ts";
import type { Workspace } from "./workspace.ts";

type Props = {
  workspace: Workspace;
  document: EditorDocument;
  /** My version is safe in a copy. */
  onCopied: (path: VolumePath) => void;
  /** The tab is to be closed, with what was typed. */
  onGiveUp: () => void;
};

/** Mine against theirs. Nothing is written until the person chose, and then only over the version shown here. */
export function ConflictDialog({ workspace, document, onCopied, onGiveUp }: Props) {
  const { path, content, changedBy } = useDocumentState(document);
  const [copying, setCopying] = useState(false);
  if (content.kind !== "text" || content.save.at !== "conflict" || !document.text) return null;
  const { theirs } = content.save;
  const { transport } = workspace;
  const name = nameOf(path);
  const mine = document.text.lines().join("\n");
  const putOff = () => void tell(document, { type: "put-off" });
  const keepMine = () => {
    tell(document, { type: "kept-mine" });
    void saveDocument(document, transport);
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && putOff()}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        // A copy that was just saved is opened in its place, and waits for the focus already.
        if (focusWished.get() === null) focusEditor(path);
      }}
      title={<span className="break-words">{titleOf(theirs, name)}</span>}
      description={descriptionOf(theirs)}
      className="sm:top-[6vh] sm:max-w-5xl"
      footer={
        copying ? (
          <SaveCopyForm
            workspace={workspace}
            document={document}
            onCancel={() => setCopying(false)}
            onCopied={onCopied}
          />
        ) : (
          <Choices
            theirs={theirs}
            mine={mine}
            onCopy={() => setCopying(true)}
            onKeep={keepMine}
            onTake={() => takeTheirs(document)}
            onRetry={() => void readTheirs(document, transport)}
            onGiveUp={onGiveUp}
          />
        )
      }
    >
      {theirs.is === "there" && (
        <figure className="flex h-[min(52vh,520px)] flex-col overflow-hidden rounded-md border">
          <figcaption className="flex gap-4 border-b bg-canvas px-3 py-1 text-caption text-muted">
            <span className="flex-1">
              <span aria-hidden="true" className="mr-1.5 font-mono text-bad">
                −
              </span>
              On disk <ChangedBy changedBy={changedBy} />
            </span>
            <span className="flex-1">
              <span aria-hidden="true" className="mr-1.5 font-mono text-ok">
                +
              </span>
              Yours, not saved
            </span>
          </figcaption>
          <div className="min-h-0 flex-1">
            <DiffView
              theirs={theirs.text.replace(/\r\n?/g, "\n")}
              mine={mine}
              language={languageOfFile(name, mine.slice(0, 200))}
            />
          </div>
        </figure>
      )}
      {theirs.is === "loading" && (
        <p role="status" className="flex items-center gap-2 py-6 text-muted">
          <Spinner /> Reading the version on disk
        </p>
      )}
      {theirs.is === "incomparable" && (
        <Notice tone="warn">
          What is on the disk now is not text that can be compared: binary, too large, or not UTF-8.
        </Notice>
      )}
      {theirs.is === "unknown" && <Refusal error={errorOf(theirs.failure)} />}
    </Dialog>
  );
}

const titleOf = (theirs: Theirs, name: string): string => {
  if (theirs.is === "gone") return `${name} was deleted while you edited it`;
  if (theirs.is === "unknown") return `${name} could not be compared`;
  return `${name} was changed while you edited it`;
};

const descriptionOf = (theirs: Theirs): string => {
  if (theirs.is === "gone") return "Your version is only in this browser. Save it as a new file, or close it.";
  if (theirs.is === "unknown") return "Your version is only in this browser. Nothing was written.";
  return "Nothing was written. Choose which version stands; the other one is gone then.";
};

type ChoicesProps = {
  theirs: Theirs;
  mine: string;
  onCopy: () => void;
  onKeep: () => void;
  onTake: () => void;
  onRetry: () => void;
  onGiveUp: () => void;
};

function Choices({ theirs, mine, onCopy, onKeep, onTake, onRetry, onGiveUp }: ChoicesProps) {
  switch (theirs.is) {
    case "loading":
      return null;
    case "unknown":
      return (
        <>
          <Button onClick={() => void navigator.clipboard.writeText(mine)}>Copy my text</Button>
          <Button variant="primary" onClick={onRetry}>
            Try again
          </Button>
        </>
      );
    case "gone":
      return (
        <>
          <Button variant="danger" onClick={onGiveUp}>
            Close without saving
          </Button>
          <Button variant="primary" onClick={onKeep}>
            Save as new file
          </Button>
        </>
      );
    case "there":
    case "incomparable":
      return (
        <>
          <Button onClick={onCopy}>Save mine as a copy…</Button>
          {theirs.is === "there" && <Button onClick={onTake}>Take theirs</Button>}
          <Button variant="primary" onClick={onKeep}>
            Keep mine
          </Button>
        </>
      );
  }
}
