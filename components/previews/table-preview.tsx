"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { columnWidths } from "./column-widths.ts";
import type { Table } from "./parse-table.ts";
import { PreviewLoading } from "./preview-frame.tsx";
import { ScrollRegion } from "./scroll-region.tsx";
import { useTable } from "./use-table.ts";

type Props = {
  source: Blob | null;
  /** False when `source` is only the beginning of the file. */
  isWhole: boolean;
};

const ROW_HEIGHT = 28;
/** Pixels of a character of 13 px, on average. */
const CHARACTER = 7.8;
const PADDING = 24;

/** Comma or tab separated text as a table. */
export function TablePreview({ source, isWhole }: Props) {
  const table = useTable(source, isWhole);
  if (!table) return <PreviewLoading />;
  if (table === "failed")
    return (
      <EmptyState title="The table could not be read" className="flex-1 bg-canvas">
        Look at the source instead.
      </EmptyState>
    );
  if (table.header.length === 0)
    return (
      <EmptyState title="This table is empty" className="flex-1 bg-canvas">
        Rows appear here when the file has some.
      </EmptyState>
    );
  return <Grid table={table} />;
}

function Grid({ table: { header, rows, truncated } }: { table: Table }) {
  const scroller = useRef<HTMLDivElement>(null);
  const widths = useMemo(() => columnWidths(header, rows), [header, rows]);
  const numberWidth = String(rows.length + 1).length * CHARACTER + PADDING;
  const vertical = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: ROW_HEIGHT,
  });
  const horizontal = useVirtualizer({
    horizontal: true,
    count: widths.length,
    getScrollElement: () => scroller.current,
    estimateSize: (column) => (widths[column] ?? 0) * CHARACTER + PADDING,
    overscan: 3,
    scrollMargin: numberWidth,
  });
  const columns = horizontal.getVirtualItems();
  const width = horizontal.getTotalSize() + numberWidth;
  const cells = (row: readonly string[], role: "cell" | "columnheader") =>
    columns.map(({ index, start, size }) => (
      <div
        key={index}
        {...at(role, index + 2)}
        title={row[index]}
        className="absolute inset-y-0 truncate border-r px-3 leading-7"
        style={{ left: start, width: size }}
      >
        {row[index]}
      </div>
    ));
  const numberCell = "absolute inset-y-0 left-0 border-r px-3 text-right font-mono text-caption leading-7 text-faint";
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-panel">
      <ScrollRegion ref={scroller} aria-label="Table preview">
        <div
          {...tableOf(rows.length + 1, widths.length + 1)}
          className="relative"
          style={{ width, height: vertical.getTotalSize() + ROW_HEIGHT }}
        >
          <div {...rowAt(1)} className="sticky top-0 z-10 h-7 border-b bg-canvas font-medium">
            <div {...at("columnheader", 1)} className={numberCell} style={{ width: numberWidth }}>
              <span className="sr-only">Row</span>
            </div>
            {cells(header, "columnheader")}
          </div>
          {vertical.getVirtualItems().map(({ index, start }) => (
            <div
              key={index}
              {...rowAt(index + 2)}
              className="absolute left-0 h-7 w-full border-b hover:bg-hover"
              style={{ top: start }}
            >
              <div {...at("rowheader", 1)} className={numberCell} style={{ width: numberWidth }}>
                {index + 1}
              </div>
              {cells(rows[index] ?? [], "cell")}
            </div>
          ))}
        </div>
      </ScrollRegion>
      <p className="flex h-7 shrink-0 items-center gap-1.5 overflow-hidden border-t bg-canvas px-3 text-caption whitespace-nowrap text-faint">
        {rows.length.toLocaleString("en")} rows × {widths.length.toLocaleString("en")} columns
        {truncated && <span className="text-warn">This is the beginning of the file. Download it for the rest.</span>}
      </p>
    </div>
  );
}

// A virtualised table cannot be a <table>: its rows are placed by their offset. So roles say what each part is.
const tableOf = (rowCount: number, columnCount: number) => ({
  role: "table",
  "aria-label": "Rows of the file",
  "aria-rowcount": rowCount,
  "aria-colcount": columnCount,
});
const rowAt = (index: number) => ({ role: "row", "aria-rowindex": index });
const at = (role: "cell" | "columnheader" | "rowheader", column: number) => ({ role, "aria-colindex": column });
