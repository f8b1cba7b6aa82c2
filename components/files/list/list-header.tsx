import { ArrowDown, ArrowUp } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import type { FileSort, SortOrder } from "#lib/api/files.ts";
import { HEADER_ROW, headerCell } from "../grid/roles.ts";
import { COLUMNS, ROW_GRID } from "./columns.ts";

type ListHeaderProps = { sort: FileSort; order: SortOrder; onSort: (sort: FileSort) => void };

/** The names of the columns; each is a button that sorts, and turns the order round when pressed again. */
export function ListHeader({ sort, order, onSort }: ListHeaderProps) {
  const Arrow = order === "asc" ? ArrowUp : ArrowDown;
  return (
    <div {...HEADER_ROW} className={cn(ROW_GRID, "h-full px-1")}>
      {COLUMNS.map((column, index) => {
        const current = column.sort === sort;
        return (
          <div
            key={column.sort}
            {...headerCell(index + 1, current ? (order === "asc" ? "ascending" : "descending") : "none")}
            className={cn("flex min-w-0 items-center", column.className)}
          >
            <button
              type="button"
              onClick={() => onSort(column.sort)}
              className={cn(
                "inline-flex h-6 items-center gap-1 rounded-sm px-1.5 text-caption transition-colors hover:bg-hover hover:text-ink",
                current ? "text-ink" : "text-faint",
              )}
            >
              {column.label}
              {current && <Arrow className="size-3" aria-hidden="true" />}
            </button>
          </div>
        );
      })}
    </div>
  );
}
