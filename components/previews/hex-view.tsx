"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { BYTES_PER_ROW, formatOffset, hexRow, parseOffset } from "./hex-rows.ts";
import { PreviewFailed } from "./preview-frame.tsx";
import { ScrollRegion } from "./scroll-region.tsx";
import { PAGE_BYTES, useBytePages } from "./use-byte-pages.ts";
import type { PreviewedFile } from "./use-preview-grant.ts";

type Props = PreviewedFile & { size: number };

const ROW_HEIGHT = 20;
/** A browser cannot scroll an element of any height: longer files are shown part by part. */
const PART_BYTES = 4 * 1024 * 1024;

/** The bytes of a file, fetched where one looks. */
export function HexView({ size, ...file }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [part, setPart] = useState(0);
  const parts = Math.max(1, Math.ceil(size / PART_BYTES));
  const start = part * PART_BYTES;
  const rows = useVirtualizer({
    count: Math.ceil(Math.min(PART_BYTES, size - start) / BYTES_PER_ROW),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
  });
  const shown = rows.getVirtualItems();
  const pageOf = (row: number) => Math.floor((start + row * BYTES_PER_ROW) / PAGE_BYTES);
  const pages = shown.length === 0 ? [] : range(pageOf(shown[0]?.index ?? 0), pageOf(shown.at(-1)?.index ?? 0));
  const { bytesOf, error, refetch } = useBytePages(file, pages);

  const goTo = (offset: number) => {
    setPart(Math.floor(offset / PART_BYTES));
    // After the rows of that part are there.
    requestAnimationFrame(() =>
      rows.scrollToIndex(Math.floor((offset % PART_BYTES) / BYTES_PER_ROW), { align: "start" }),
    );
  };
  if (error) return <PreviewFailed error={error} onRetry={refetch} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-panel">
      {size > PAGE_BYTES && <OffsetBar size={size} part={part} parts={parts} onGo={goTo} />}
      <ScrollRegion ref={scroller} aria-label="Bytes in hexadecimal" className="py-2 font-mono text-caption leading-5">
        <div className="relative w-max min-w-full" style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start: top }) => {
            const offset = start + index * BYTES_PER_ROW;
            const page = bytesOf(pageOf(index));
            const at = offset % PAGE_BYTES;
            const row = hexRow(page?.subarray(at, at + BYTES_PER_ROW) ?? new Uint8Array(), offset, size);
            return (
              <div
                key={index}
                className="absolute flex h-5 gap-5 px-3 whitespace-pre"
                style={{ transform: `translateY(${top}px)` }}
              >
                <span className="text-faint select-none">{row.offset}</span>
                <span className="w-[48ch]">{page ? row.hex : <span className="text-faint">…</span>}</span>
                <span className="text-muted">{row.text}</span>
              </div>
            );
          })}
        </div>
      </ScrollRegion>
    </div>
  );
}

type BarProps = { size: number; part: number; parts: number; onGo: (offset: number) => void };

function OffsetBar({ size, part, parts, onGo }: BarProps) {
  const [text, setText] = useState("");
  const [refused, setRefused] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const offset = parseOffset(text, size);
    setRefused(offset === null);
    if (offset !== null) onGo(offset);
  };
  return (
    <form onSubmit={submit} className="flex shrink-0 flex-wrap items-center gap-2 border-b px-3 py-1.5">
      <Input
        aria-label="Offset to go to"
        aria-invalid={refused}
        placeholder={`0x${formatOffset(Math.floor(size / 2), size)}`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-7 w-36 font-mono"
      />
      <Button type="submit" size="sm">
        Go to offset
      </Button>
      {refused && (
        <span role="alert" className="text-caption text-bad">
          Not an offset below {size.toLocaleString("en")}
        </span>
      )}
      {parts > 1 && (
        <span className="ml-auto flex items-center gap-2 text-caption text-muted">
          <Button
            size="sm"
            reason={part === 0 ? "This is the first part." : null}
            onClick={() => onGo((part - 1) * PART_BYTES)}
          >
            Previous
          </Button>
          Part {part + 1} of {parts}
          <Button
            size="sm"
            reason={part === parts - 1 ? "This is the last part." : null}
            onClick={() => onGo((part + 1) * PART_BYTES)}
          >
            Next
          </Button>
        </span>
      )}
    </form>
  );
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
