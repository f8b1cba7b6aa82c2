"use client";
import { FileX2 } from "lucide-react";
import { BytesOfFile } from "#components/previews/bytes-of-file.tsx";
import { HexView } from "#components/previews/hex-view.tsx";
import { MediaView } from "#components/previews/media-view.tsx";
import { mediaKindOf } from "#components/previews/preview-kind.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { errorOf } from "#lib/actions/failure.ts";
import { nameOf } from "#lib/api/paths.ts";
import { type EditorDocument, etagOf } from "./document.ts";
import { type Cursor, TextEditor } from "./monaco/text-editor.tsx";
import { TextSkeleton } from "./pane-skeleton.tsx";
import { RenderedView } from "./rendered-view.tsx";
import type { Store } from "./store.ts";
import { useDocumentState } from "./use-editor-state.ts";
import { viewOf } from "./views.ts";

type Props = {
  document: EditorDocument;
  readOnlyReason: string | null;
  cursor: Store<Cursor | null>;
  onClose: () => void;
  onRetry: () => void;
};

const NOT_UTF8 = "Only UTF-8 text can be edited here.";
const TOO_LARGE = "Only the beginning of this file is here; it is too large to edit.";

/** What the active tab holds, in the way it was chosen to be looked at. */
export function DocumentView({ document, readOnlyReason, cursor, onClose, onRetry }: Props) {
  const state = useDocumentState(document);
  const { path, content } = state;
  const view = viewOf(state);
  const file = { root: document.root, path, revision: etagOf(state) ?? 0 };
  if (view === "preview" && (content.kind === "text" || content.kind === "head"))
    return <RenderedView document={document} content={content} />;
  if (view === "bytes" && "size" in content) return <HexView {...file} size={content.size} />;
  switch (content.kind) {
    case "loading":
      return <TextSkeleton />;
    case "failed":
      return (
        <ErrorState
          title={`${nameOf(path)} could not be opened`}
          error={errorOf(content.failure)}
          action={<Button onClick={onRetry}>Try again</Button>}
          className="flex-1"
        />
      );
    case "missing":
      return (
        <EmptyState
          icon={<FileX2 aria-hidden="true" />}
          title="There is no file here"
          className="flex-1"
          action={<Button onClick={onClose}>Close tab</Button>}
        >
          Nothing stands at <span className="font-mono break-all">{path}</span>. It was moved or deleted; it opens by
          itself when it comes back.
        </EmptyState>
      );
    case "binary":
      return <HexView {...file} size={content.size} />;
    case "media": {
      const kind = mediaKindOf(nameOf(path));
      const bytes = (
        <>
          <p className="shrink-0 border-b px-3 py-1.5 text-muted">
            The browser cannot show this as {kind === "pdf" ? "a PDF" : (kind ?? "anything")}. These are its bytes.
          </p>
          <BytesOfFile {...file} revision={content.revision} />
        </>
      );
      return kind ? <MediaView kind={kind} {...file} revision={content.revision} fallback={bytes} /> : bytes;
    }
    case "text":
      return <TextEditor document={document} readOnlyReason={readOnlyReason} cursor={cursor} />;
    case "foreign":
      return <TextEditor document={document} readOnlyReason={NOT_UTF8} cursor={cursor} />;
    case "head":
      return <TextEditor document={document} readOnlyReason={TOO_LARGE} cursor={cursor} />;
  }
}
