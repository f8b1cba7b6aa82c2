"use client";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { nameOf } from "#lib/api/paths.ts";
import { pathOf } from "./document.ts";
import { leaveQuestion } from "./leave-guard.ts";
import { useStore } from "./use-editor-state.ts";

/** Save, discard or cancel, before unsaved texts are closed. */
export function LeaveDialog() {
  const question = useStore(leaveQuestion);
  if (!question) return null;
  const { documents, answer } = question;
  const [first] = documents;
  const title =
    documents.length === 1 && first
      ? `Save changes to ${nameOf(pathOf(first))}?`
      : `Save changes to ${documents.length} files?`;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && answer("cancel")}
      title={<span className="break-words">{title}</span>}
      description="What you typed is only in this browser. Discarding it cannot be undone."
      footer={
        <>
          <Button onClick={() => answer("cancel")}>Cancel</Button>
          <Button variant="danger" onClick={() => answer("discard")}>
            Discard
          </Button>
          <Button variant="primary" autoFocus onClick={() => answer("save")}>
            {documents.length === 1 ? "Save" : "Save all"}
          </Button>
        </>
      }
    >
      {documents.length > 1 && (
        <ul className="flex flex-col gap-1 font-mono text-caption text-muted">
          {documents.map((document) => (
            <li key={pathOf(document)}>
              <MiddleTruncate text={pathOf(document)} />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
