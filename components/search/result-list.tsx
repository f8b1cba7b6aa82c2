"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { cn } from "#components/ui/cn.ts";
import { ResultRow } from "./result-row.tsx";
import type { ResultRow as Row } from "./result-rows.ts";

export const RESULTS_ID = "search-results";
export const rowId = (index: number): string => `search-result-${index}`;
const ROW = 26;

type Props = {
  rows: readonly Row[];
  /** The row that the keys of the search field move. */
  active: number;
  busy: boolean;
  onActivate: (index: number) => void;
  onOpen: (row: Row) => void;
};

/** What was found. The focus stays in the search field, whose keys move through here. */
export function ResultList({ rows, active, busy, onActivate, onOpen }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    initialRect: { width: 480, height: 640 },
  });
  useEffect(() => {
    if (active < rows.length) virtual.scrollToIndex(active, { align: "auto" });
  }, [active, rows.length, virtual]);
  return (
    <div
      ref={scroller}
      id={RESULTS_ID}
      role="listbox"
      aria-label="What was found"
      aria-busy={busy}
      tabIndex={-1}
      className="min-h-0 flex-1 overflow-auto outline-none"
    >
      <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the search field
            <div
              key={index}
              id={rowId(index)}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                onActivate(index);
                onOpen(row);
              }}
              className={cn(
                "absolute inset-x-0 top-0 flex cursor-pointer items-center gap-2 px-2",
                index === active ? "bg-accent-soft" : "hover:bg-hover",
              )}
              style={{ height: ROW, transform: `translateY(${start}px)` }}
            >
              <ResultRow row={row} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
