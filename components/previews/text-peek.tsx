"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { decodeHead, looksBinary } from "#components/editor/decode-text.ts";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { nameOf } from "#lib/api/paths.ts";
import { rootKey } from "#lib/queries/files.ts";
import { MarkdownPreview } from "./markdown-preview.tsx";
import { PreviewFailed, PreviewLoading } from "./preview-frame.tsx";
import { renderedKindOf } from "./preview-kind.ts";
import { ScrollRegion } from "./scroll-region.tsx";
import { TableOfFile } from "./table-of-file.tsx";
import type { PreviewedFile } from "./use-preview-grant.ts";
import { useReadRange } from "./use-read-range.ts";

const PEEK_BYTES = 64 * 1024;

type Props = PreviewedFile & { size: number; fallback: ReactNode };

/** The beginning of a file, as what it means where that is known, else as plain text. */
export function TextPeek({ fallback, ...file }: Props) {
  if (renderedKindOf(nameOf(file.path)) === "table") return <TableOfFile {...file} />;
  return <Head {...file} fallback={fallback} />;
}

function Head({ size, fallback, ...file }: Props) {
  const { root, path, revision } = file;
  const read = useReadRange(file);
  const head = useQuery({
    queryKey: [...rootKey(root), "peek", path, revision],
    // An empty file has no range.
    queryFn: ({ signal }) => (size === 0 ? { bytes: new Uint8Array(), size } : read(0, PEEK_BYTES, signal)),
    gcTime: 60_000,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (head.isPending) return <PreviewLoading />;
  if (head.isError) return <PreviewFailed error={head.error} onRetry={() => void head.refetch()} />;
  if (looksBinary(head.data.bytes)) return fallback;
  const { text } = decodeHead(head.data.bytes);
  if (renderedKindOf(nameOf(path)) === "markdown") return <MarkdownPreview root={root} path={path} text={text} />;
  return (
    <>
      <ScrollRegion aria-label="Preview" className="bg-panel p-3">
        {text === "" ? (
          <p className="text-faint">This file is empty.</p>
        ) : (
          <pre className="font-mono text-caption">{text}</pre>
        )}
      </ScrollRegion>
      {size > PEEK_BYTES && (
        <p className="shrink-0 border-t bg-canvas px-3 py-1.5 text-caption text-faint">
          The first {formatBytes(PEEK_BYTES)} of {formatBytes(size)}
        </p>
      )}
    </>
  );
}
