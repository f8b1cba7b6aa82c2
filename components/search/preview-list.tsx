"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useRef, useState } from "react";
import type { TextPlace } from "#components/editor/reveal-line.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { PreviewRow } from "./preview-row.tsx";
import type { PreviewRow as Row } from "./preview-rows.ts";
import type { Ticks } from "./ticks.ts";

const ROW = 28;
const MATCH_ROW = 46;
const PAGE = 10;

type Props = {
  rows: readonly Row[];
  ticks: Ticks;
  onTick: (row: Row, on: boolean) => void;
  onOpen: (path: VolumePath, place: TextPlace | null) => void;
};

/** The rows of a preview. Tab comes to one of them, arrows move between their ticks, Space ticks, Enter opens the line. */
export function PreviewList({ rows, ticks, onTick, onOpen }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === "match" ? MATCH_ROW : ROW),
    overscan: 10,
    initialRect: { width: 480, height: 640 },
  });
  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    virtual.scrollToIndex(next, { align: "auto" });
    // The row is there after the next paint, wherever it was.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"] button`)?.focus()),
    );
  };
  const open = (row: Row) => {
    if (row.kind === "match") {
      const { line, column, range } = row.match;
      onOpen(row.path, { line, column, length: range[1] - range[0] });
    } else onOpen(row.kind === "file" ? row.file.path : row.path, null);
  };
  const MOVES: Partial<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + PAGE,
    PageUp: active - PAGE,
    Home: 0,
    End: rows.length - 1,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = MOVES[event.key];
    const row = rows[active];
    if (to !== undefined) goTo(to);
    else if (event.key === "Enter" && row) open(row);
    else return;
    event.preventDefault();
  };
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <ul
        aria-label="What would change"
        onKeyDown={onKeyDown}
        className="relative w-full"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <li
              key={index}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              data-row={index}
              onFocus={() => setActive(index)}
              onDoubleClick={() => open(row)}
              className={
                row.kind === "match"
                  ? "absolute inset-x-0 top-0 flex items-center gap-2 px-2 hover:bg-hover"
                  : "absolute inset-x-0 top-0 flex items-center gap-2 border-t bg-canvas px-2"
              }
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              <PreviewRow row={row} ticks={ticks} tabbable={index === active} onTick={onTick} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
