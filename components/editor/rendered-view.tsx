"use client";
import { lazy, Suspense, useDeferredValue, useMemo } from "react";
import { ImagePreview } from "#components/previews/image-preview.tsx";
import { PreviewLoading } from "#components/previews/preview-frame.tsx";
import { renderedKindOf } from "#components/previews/preview-kind.ts";
import { TableOfFile } from "#components/previews/table-of-file.tsx";
import { TablePreview } from "#components/previews/table-preview.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { nameOf } from "#lib/api/paths.ts";
import { type Content, type EditorDocument, etagOf } from "./document.ts";
import { useDocumentState } from "./use-editor-state.ts";

const MarkdownPreview = lazy(
  untilLoaded(() =>
    import("#components/previews/markdown-preview.tsx").then(({ MarkdownPreview }) => ({ default: MarkdownPreview })),
  ),
);

type Rendered = Extract<Content, { kind: "text" | "head" }>;

/** A text as what it means: what is typed, not what is saved, except for pictures, which the control plane shows. */
export function RenderedView({ document, content }: { document: EditorDocument; content: Rendered }) {
  const state = useDocumentState(document);
  const { path } = state;
  const file = { root: document.root, path, revision: etagOf(state) ?? 0 };
  switch (renderedKindOf(nameOf(path))) {
    case "markdown":
      return (
        <Suspense fallback={<PreviewLoading />}>
          <MarkdownPreview root={document.root} path={path} text={document.text?.lines().join("\n") ?? ""} />
        </Suspense>
      );
    case "table":
      return content.kind === "head" ? (
        <TableOfFile {...file} size={content.size} />
      ) : (
        <TypedTable document={document} />
      );
    case "svg":
      return (
        <ImagePreview
          {...file}
          fallback={
            <EmptyState title="This SVG cannot be drawn" className="flex-1 bg-canvas">
              Its source has an error. Look at the source to put it right; the picture follows when it is saved.
            </EmptyState>
          }
        />
      );
    case null:
      return null;
  }
}

function TypedTable({ document }: { document: EditorDocument }) {
  const text = document.text?.lines().join("\n") ?? "";
  const shown = useDeferredValue(text);
  const source = useMemo(() => new Blob([shown]), [shown]);
  return <TablePreview source={source} isWhole />;
}
