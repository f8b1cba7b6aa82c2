"use client";
import { Lock } from "lucide-react";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { nameOf } from "#lib/api/paths.ts";
import type { Content, DocumentState } from "./document.ts";
import { languageLabel, languageOfFile } from "./language-of-file.ts";
import type { Cursor } from "./monaco/text-editor.tsx";
import type { SaveState } from "./save-state.ts";
import type { Store } from "./store.ts";
import { useStore } from "./use-editor-state.ts";

type Props = {
  state: DocumentState;
  firstLine: string;
  readOnly: boolean;
  /** Null where no cursor is shown. */
  cursor: Store<Cursor | null> | null;
};

/** `UTF-8 · LF · saved 2 s ago · ETag match`, and where the cursor is. */
export function StatusLine({ state: { path, content }, firstLine, readOnly, cursor }: Props) {
  return (
    <section
      aria-label="File status"
      className="flex h-7 shrink-0 items-center gap-x-3 overflow-hidden border-t bg-canvas px-3 text-caption whitespace-nowrap text-faint"
    >
      {readOnly && (
        <span className="flex items-center gap-1 text-muted">
          <Lock className="size-3" aria-hidden="true" /> Read-only
        </span>
      )}
      <span className="flex min-w-0 items-center gap-1.5 truncate">
        <Form content={content} />
        {content.kind === "text" && (
          <>
            <Dot />
            <SaveWords save={content.save} />
          </>
        )}
      </span>
      <span className="ml-auto flex shrink-0 items-center gap-3 max-sm:hidden">
        {cursor && content.kind === "text" && <Position cursor={cursor} />}
        {(content.kind === "text" || content.kind === "head") && (
          <span>{languageLabel(languageOfFile(nameOf(path), firstLine))}</span>
        )}
      </span>
      <span role="status" className="sr-only">
        {content.kind === "text" ? announcement(content.save) : ""}
      </span>
    </section>
  );
}

const Dot = () => <span aria-hidden="true">·</span>;
const ENDINGS = { lf: "LF", crlf: "CRLF", mixed: "mixed line endings" };

function Form({ content }: { content: Content }) {
  switch (content.kind) {
    case "text":
      return (
        <>
          <span>{content.form.bom ? "UTF-8 with BOM" : "UTF-8"}</span>
          <Dot />
          <span title={content.form.endings.kind === "mixed" ? "Every line keeps its own on saving" : undefined}>
            {ENDINGS[content.form.endings.kind]}
          </span>
        </>
      );
    case "foreign":
      return <span>{content.encoding}</span>;
    case "head":
      return (
        <span>
          {content.encoding} · first {formatBytes(content.shown)} of {formatBytes(content.size)}
        </span>
      );
    case "binary":
      return <span>Binary · {formatBytes(content.size)}</span>;
    default:
      return null;
  }
}

function SaveWords({ save }: { save: SaveState }) {
  switch (save.at) {
    case "clean":
      return (
        <>
          {save.since !== "opened" && (
            <>
              <span className={save.since === "saved" ? "text-ok" : "text-info"}>
                {save.since} <RelativeTime at={new Date(save.when).toISOString()} />
              </span>
              <Dot />
            </>
          )}
          <span title={`Version on disk: ${save.etag}`}>ETag match</span>
        </>
      );
    case "dirty":
      return (
        <>
          <span className="text-ink">not saved</span>
          <Dot />
          {save.disk === "same" ? (
            <span title={`Version on disk: ${save.etag}`}>ETag match</span>
          ) : (
            <span className="text-warn">changed on disk</span>
          )}
        </>
      );
    case "saving":
      return (
        <span className="flex items-center gap-1.5 text-info">
          <Spinner className="size-3" /> saving
        </span>
      );
    case "gone":
      return <span className="text-warn">deleted on disk</span>;
    case "conflict":
      return <span className="text-warn">conflict</span>;
  }
}

/** What a screen reader is told: ends of acts, not every tick. */
function announcement(save: SaveState): string {
  if (save.at === "clean")
    return save.since === "saved" ? "Saved" : save.since === "reloaded" ? "Reloaded from disk" : "";
  if (save.at === "dirty" && save.failure) return "Not saved";
  return "";
}

function Position({ cursor }: { cursor: Store<Cursor | null> }) {
  const at = useStore(cursor);
  if (!at) return null;
  return (
    <span className="font-mono">
      Ln {at.line}, Col {at.column}
      {at.selected > 0 && ` (${at.selected} selected)`}
    </span>
  );
}
