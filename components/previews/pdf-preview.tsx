"use client";
import type { PDFDocumentProxy } from "pdfjs-dist";
import { type ReactNode, useEffect, useState } from "react";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Grant } from "#lib/api/transfers.ts";
import { PdfPage } from "./pdf-page.tsx";
import { PreviewFailed, PreviewFrame, PreviewLoading } from "./preview-frame.tsx";
import { usePreviewGrant } from "./use-preview-grant.ts";

type Props = {
  volume: VolumeId;
  path: VolumePath;
  revision: number | string;
  /** What to show when it is not a PDF that can be read. */
  fallback: ReactNode;
};

/** A PDF as pictures of its pages, drawn when they come into view. Its scripts, forms and links do nothing. */
export function PdfPreview({ volume, path, revision, fallback }: Props) {
  const grant = usePreviewGrant(volume, path, revision);
  if (grant.isPending) return <PreviewLoading />;
  if (grant.isError) return <PreviewFailed error={grant.error} onRetry={() => void grant.refetch()} />;
  return <Pages key={grant.data.url} grant={grant.data} fallback={fallback} />;
}

function Pages({ grant, fallback }: { grant: Grant; fallback: ReactNode }) {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let stopped = false;
    let stop: (() => void) | undefined;
    import("./open-pdf.ts")
      .then(async ({ openPdf }) => {
        if (stopped) return;
        const task = openPdf(grant.url);
        stop = () => void task.destroy();
        setPdf(await task.promise);
      })
      .catch(() => !stopped && setFailed(true));
    return () => {
      stopped = true;
      stop?.();
    };
  }, [grant.url]);
  if (failed) return fallback;
  if (!pdf) return <PreviewLoading />;
  return (
    <PreviewFrame facts={<span>{pdf.numPages === 1 ? "1 page" : `${pdf.numPages.toLocaleString("en")} pages`}</span>}>
      <div className="mx-auto flex max-w-4xl flex-col gap-4 p-4">
        {Array.from({ length: pdf.numPages }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a page is its number
          <PdfPage key={index} pdf={pdf} number={index + 1} />
        ))}
      </div>
    </PreviewFrame>
  );
}
