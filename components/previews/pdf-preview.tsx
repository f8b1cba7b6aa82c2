"use client";
import type { PDFDocumentProxy } from "pdfjs-dist";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError } from "#lib/api/api-error.ts";
import { PdfPage } from "./pdf-page.tsx";
import { PreviewFailed, PreviewFrame, PreviewLoading } from "./preview-frame.tsx";
import type { PreviewedFile } from "./use-preview-grant.ts";
import { type ReadRange, useReadRange } from "./use-read-range.ts";

type Props = PreviewedFile & {
  /** What to show when it is not a PDF that can be read. */
  fallback: ReactNode;
};

/** A PDF as pictures of its pages, drawn when they come into view. Its scripts, forms and links do nothing. */
export function PdfPreview({ fallback, ...file }: Props) {
  const read = useReadRange(file);
  const [attempt, setAttempt] = useState(0);
  return <Pages key={attempt} read={read} fallback={fallback} onRetry={() => setAttempt(attempt + 1)} />;
}

type PagesProps = { read: ReadRange; fallback: ReactNode; onRetry: () => void };

function Pages({ read, fallback, onRetry }: PagesProps) {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const [failed, setFailed] = useState(false);
  const [lost, setLost] = useState<Error | null>(null);
  useEffect(() => {
    const closed = new AbortController();
    let stop: (() => void) | undefined;
    const told = (error: unknown) => {
      if (closed.signal.aborted) return;
      // What the control plane refuses can be tried again; what pdf.js cannot make sense of cannot.
      if (error instanceof ApiError) setLost(error);
      else setFailed(true);
    };
    import("./open-pdf.ts")
      .then(async ({ openPdf }) => {
        const task = await openPdf((start, length) => read(start, length, closed.signal), told);
        stop = () => void task.destroy();
        if (closed.signal.aborted) return stop();
        setPdf(await task.promise);
      })
      .catch(told);
    return () => {
      closed.abort();
      stop?.();
    };
  }, [read]);
  if (lost) return <PreviewFailed error={lost} onRetry={onRetry} />;
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
