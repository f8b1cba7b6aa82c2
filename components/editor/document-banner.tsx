"use client";
import { CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { ByteSize } from "#components/ui/byte-size.tsx";
import { cn } from "#components/ui/cn.ts";
import { RequestId } from "#components/ui/request-id.tsx";
import { ChangedBy } from "./changed-by.tsx";
import type { EditorDocument } from "./document.ts";
import { isUnreachable } from "./save-state.ts";
import { useDocumentState } from "./use-editor-state.ts";

type Props = {
  document: EditorDocument;
  readOnlyReason: string | null;
  onSave: () => void;
  onCompare: () => void;
  onClose: () => void;
};

/** What one should know of the open file before going on: why it is read-only, that the disk moved on, why a save failed. */
export function DocumentBanner({ document, readOnlyReason, onSave, onCompare, onClose }: Props) {
  const { content, changedBy } = useDocumentState(document);
  switch (content.kind) {
    case "foreign":
      return (
        <Line tone="info">
          This text is in {content.encoding}, not UTF-8. It is read-only, so that saving cannot damage it.
        </Line>
      );
    case "head":
      return (
        <Line tone="info">
          <ByteSize bytes={content.size} /> is too large to edit here. This is its beginning, read-only; download it for
          the rest.
        </Line>
      );
    case "text":
      break;
    default:
      return null;
  }
  const { save } = content;
  if (save.at === "gone")
    return (
      <Line
        tone="warn"
        actions={
          <>
            <Button size="sm" onClick={onClose}>
              Close
            </Button>
            {readOnlyReason === null && (
              <Button size="sm" variant="primary" onClick={onSave}>
                Save as new file
              </Button>
            )}
          </>
        }
      >
        This file was deleted <ChangedBy changedBy={changedBy} />. Its text is only here now.
        {save.failure && ` It was not saved: ${save.failure.message}`}
      </Line>
    );
  if (save.at === "dirty" && save.failure) {
    const { failure } = save;
    return (
      <Line
        tone="bad"
        actions={
          <>
            <Button
              size="sm"
              onClick={() => void navigator.clipboard.writeText(document.text?.lines().join("\n") ?? "")}
            >
              Copy my text
            </Button>
            <Button size="sm" variant="primary" onClick={onSave}>
              Try again
            </Button>
          </>
        }
      >
        Not saved: {failure.message} {failure.suggestedAction}
        {isUnreachable(failure) && " Your text is only in this browser."}
        <RequestId code={failure.code} requestId={failure.requestId} />
      </Line>
    );
  }
  if (save.at === "dirty" && save.disk === "changed")
    return (
      <Line
        tone="warn"
        actions={
          <Button size="sm" onClick={onCompare}>
            Compare
          </Button>
        }
      >
        This file was changed on disk <ChangedBy changedBy={changedBy} />. Yours is not saved.
      </Line>
    );
  return readOnlyReason === null ? null : <Line tone="info">Read-only. {readOnlyReason}</Line>;
}

const tones = {
  info: { box: "bg-info-soft", sign: <Info className="text-info" aria-hidden="true" /> },
  warn: { box: "bg-warn-soft", sign: <TriangleAlert className="text-warn" aria-hidden="true" /> },
  bad: { box: "bg-bad-soft", sign: <CircleX className="text-bad" aria-hidden="true" /> },
};

function Line({ tone, actions, children }: { tone: keyof typeof tones; actions?: ReactNode; children: ReactNode }) {
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={cn(
        "flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-3 py-1.5 [&>svg]:size-4 [&>svg]:shrink-0",
        tones[tone].box,
      )}
    >
      {tones[tone].sign}
      <div className="min-w-40 flex-1">{children}</div>
      {actions && <div className="flex gap-2">{actions}</div>}
    </div>
  );
}
