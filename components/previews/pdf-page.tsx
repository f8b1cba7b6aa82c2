"use client";
import type { PDFDocumentProxy } from "pdfjs-dist";
import { useEffect, useRef, useState } from "react";

/** Pixels of one page's canvas at most; a page that asks for more is drawn coarser. */
const MAX_PIXELS = 16_000_000;

/** One page: drawn while it is near the view, its text beside it for a screen reader. */
export function PdfPage({ pdf, number }: { pdf: PDFDocumentProxy; number: number }) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [near, setNear] = useState(false);
  const [ratio, setRatio] = useState(1 / Math.SQRT2);
  const [words, setWords] = useState("");

  useEffect(() => {
    if (!frame.current) return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      rootMargin: "600px",
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!near) return;
    let cancel: (() => void) | undefined;
    let stopped = false;
    const draw = async () => {
      const page = await pdf.getPage(number);
      if (stopped || !canvas.current || !frame.current) return;
      const plain = page.getViewport({ scale: 1 });
      setRatio(plain.width / plain.height);
      const wanted = (frame.current.clientWidth / plain.width) * devicePixelRatio;
      const scale = Math.min(wanted, Math.sqrt(MAX_PIXELS / (plain.width * plain.height)));
      const viewport = page.getViewport({ scale });
      canvas.current.width = viewport.width;
      canvas.current.height = viewport.height;
      const task = page.render({ canvas: canvas.current, viewport, annotationMode: 0 });
      cancel = () => task.cancel();
      await task.promise;
      const { items } = await page.getTextContent();
      if (!stopped) setWords(items.map((item) => ("str" in item ? item.str : "")).join(" "));
    };
    // A page that cannot be drawn stays white; the others do not suffer.
    void draw().catch(() => undefined);
    return () => {
      stopped = true;
      cancel?.();
    };
  }, [near, pdf, number]);

  return (
    <div ref={frame} className="relative w-full border bg-white" style={{ aspectRatio: ratio }}>
      {near && <canvas ref={canvas} className="size-full" />}
      <p className="sr-only">
        Page {number}. {words}
      </p>
    </div>
  );
}
