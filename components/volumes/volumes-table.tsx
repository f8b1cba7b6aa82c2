"use client";
import { useTable } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { volumeColumns, volumeFeatures } from "./volume-columns.tsx";
import type { VolumeColumn } from "./volumes-view.ts";

export type VolumeSort = { by: VolumeColumn | "name"; order: "asc" | "desc" };

const ALIGN_END = new Set(["files", "mounts"]);
/** What goes first where room is short; the width is that of the list, not of the window. */
const ROOM: Record<string, string> = {
  reconciled: "@max-[1100px]:hidden",
  created: "@max-[920px]:hidden",
  mounts: "@max-[760px]:hidden",
  files: "@max-[680px]:hidden",
};
const WIDTHS: Record<string, string> = {
  name: "w-auto",
  status: "w-28",
  usage: "w-76",
  files: "w-22",
  mounts: "w-22",
  created: "w-34 pl-6",
  reconciled: "w-36",
  actions: "w-11",
};

type VolumesTableProps = {
  volumes: readonly Volume[];
  hidden: ReadonlySet<VolumeColumn>;
  sort: VolumeSort;
  onSort: (sort: VolumeSort) => void;
};

export function VolumesTable({ volumes, hidden, sort, onSort }: VolumesTableProps) {
  const table = useTable({
    features: volumeFeatures,
    columns: volumeColumns,
    data: volumes,
    getRowId: (volume) => volume.id,
    state: {
      sorting: [{ id: sort.by, desc: sort.order === "desc" }],
      columnVisibility: Object.fromEntries(Array.from(hidden, (column) => [column, false])),
    },
    enableSortingRemoval: false,
  });
  const turn = (by: VolumeSort["by"]) => onSort({ by, order: sort.by === by && sort.order === "asc" ? "desc" : "asc" });
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 max-sm:hidden">
      <thead className="sticky top-0 z-10 bg-panel">
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => {
              const sortable = header.column.getCanSort();
              const current = header.column.id === sort.by;
              return (
                <th
                  key={header.id}
                  scope="col"
                  aria-sort={current ? (sort.order === "asc" ? "ascending" : "descending") : undefined}
                  className={cn(
                    "h-8 border-b px-2 text-left text-caption font-medium text-muted first:pl-4 last:pr-3",
                    WIDTHS[header.column.id],
                    ROOM[header.column.id],
                    ALIGN_END.has(header.column.id) && "text-right",
                  )}
                >
                  {sortable ? (
                    <button
                      type="button"
                      // Only the columns of the view are sortable.
                      onClick={() => turn(header.column.id as VolumeSort["by"])}
                      className={cn(
                        "inline-flex items-center gap-1 rounded-sm transition-colors hover:text-ink",
                        current && "text-ink",
                      )}
                    >
                      <table.FlexRender header={header} />
                      {current &&
                        (sort.order === "asc" ? (
                          <ArrowUp className="size-3" aria-hidden="true" />
                        ) : (
                          <ArrowDown className="size-3" aria-hidden="true" />
                        ))}
                    </button>
                  ) : (
                    <table.FlexRender header={header} />
                  )}
                </th>
              );
            })}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id} className="relative transition-colors hover:bg-hover">
            {row.getVisibleCells().map((cell) => (
              <td
                key={cell.id}
                className={cn(
                  "h-9 border-b px-2 first:pl-4 last:pr-3",
                  cell.column.id === "created" && "pl-6",
                  ROOM[cell.column.id],
                  ALIGN_END.has(cell.column.id) && "text-right",
                  cell.column.id === "actions" && "relative z-[1] text-right",
                )}
              >
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
