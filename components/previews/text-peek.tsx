"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { decodeHead, looksBinary } from "#components/editor/decode-text.ts";
import { formatBytes } from "#components/ui/format-bytes.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { nameOf, type VolumePath } from "#lib/api/paths.ts";
import type { Grant } from "#lib/api/transfers.ts";
import { MarkdownPreview } from "./markdown-preview.tsx";
import { PreviewFailed, PreviewLoading } from "./preview-frame.tsx";
import { renderedKindOf } from "./preview-kind.ts";
import { readRange } from "./read-range.ts";
import { ScrollRegion } from "./scroll-region.tsx";
import { TableOfGrant } from "./table-of-grant.tsx";
import { usePreviewGrant } from "./use-preview-grant.ts";

const PEEK_BYTES = 64 * 1024;

type Props = { volume: VolumeId; path: VolumePath; revision: number | string; size: number; fallback: ReactNode };

/** The beginning of a file, as what it means where that is known, else as plain text. */
export function TextPeek(props: Props) {
  const grant = usePreviewGrant(props.volume, props.path, props.revision);
  if (grant.isPending) return <PreviewLoading />;
  if (grant.isError) return <PreviewFailed error={grant.error} onRetry={() => void grant.refetch()} />;
  if (renderedKindOf(nameOf(props.path)) === "table") return <TableOfGrant grant={grant.data} size={props.size} />;
  return <Head {...props} grant={grant.data} />;
}

function Head({ volume, path, revision, size, fallback, grant }: Props & { grant: Grant }) {
  const head = useQuery({
    queryKey: ["volumes", volume, "peek", path, revision],
    // An empty file has no range.
    queryFn: ({ signal }) => (size === 0 ? { bytes: new Uint8Array(), size } : readRange(grant, 0, PEEK_BYTES, signal)),
    gcTime: 60_000,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (head.isPending) return <PreviewLoading />;
  if (head.isError) return <PreviewFailed error={head.error} onRetry={() => void head.refetch()} />;
  if (looksBinary(head.data.bytes)) return fallback;
  const { text } = decodeHead(head.data.bytes);
  if (renderedKindOf(nameOf(path)) === "markdown") return <MarkdownPreview volume={volume} path={path} text={text} />;
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
