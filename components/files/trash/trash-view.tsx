"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArchiveRestore, ArrowLeft, Trash2 } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useCallback, useMemo, useRef, useState } from "react";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { volumeRoot } from "#lib/api/file-root.ts";
import type { TrashEntry } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { nameOf } from "#lib/api/paths.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { fileKeys, trashList } from "#lib/queries/files.ts";
import { useLiveEvents } from "#lib/queries/live-events.ts";
import { volumeById } from "#lib/queries/volumes.ts";
import { deleteForGood } from "../acts/delete-for-good.ts";
import { restoreEntries } from "../acts/restore-entries.ts";
import { count, items, quoted } from "../acts/words.ts";
import { filesHref } from "../files-url.ts";
import { focusGrid } from "../grid/focus-grid.ts";
import { HEADER_ROW, headerCell } from "../grid/roles.ts";
import { useSelection } from "../grid/use-selection.ts";
import { type GridRow, VirtualGrid } from "../grid/virtual-grid.tsx";
import { SkeletonRow } from "../list/file-row.tsx";
import { countSelected, isSelected } from "../model/selection.ts";
import { useDesk } from "../use-desk.tsx";
import { TRASH_CELL, TRASH_GRID, TrashRow } from "./trash-row.tsx";

/** All rows of this list are loaded. */
const NOTHING_TO_READ = () => Promise.resolve(null);
const PENDING = { total: 8, nameAt: () => null };

const COLUMNS = [
  { label: "Name", className: "" },
  { label: "Was in", className: "max-sm:hidden" },
  { label: "Size", className: "justify-end" },
  { label: "Entries", className: "justify-end max-lg:hidden" },
  { label: "Deleted", className: "justify-end max-lg:hidden" },
  { label: "By", className: "max-lg:hidden" },
];

const sum = (entries: readonly TrashEntry[], of: (entry: TrashEntry) => number) =>
  entries.reduce((total, entry) => total + of(entry), 0);

/** What was deleted from a volume: to bring back, or to delete for good. */
export function TrashView({ volumeId }: { volumeId: VolumeId }) {
  const cache = useQueryClient();
  const root = useMemo(() => volumeRoot(volumeId), [volumeId]);
  const { data: volume } = useQuery(volumeById(browserApi, volumeId));
  const write = volume?.actions?.write;
  const readOnly = write && !write.allowed ? (write.reason ?? "You may look, not change.") : null;
  const query = useQuery(trashList(volumeId));
  const entries = useMemo(() => query.data ?? [], [query.data]);
  // In this list a row is known by its id: the same name can have been deleted twice.
  const rows = useMemo(
    () => ({ total: entries.length, nameAt: (index: number) => entries[index]?.id ?? null }),
    [entries],
  );
  const selection = useSelection(`trash ${volumeId}`, rows, NOTHING_TO_READ);
  const gridRef = useRef<HTMLDivElement>(null);
  const focusList = useCallback(() => focusGrid(gridRef), []);
  const { desk, dialogs } = useDesk(root, focusList);
  const [asking, setAsking] = useState<"selected" | "all" | null>(null);
  const chosen = entries.filter((entry) => isSelected(selection.state.selection, entry.id));
  const doomed = asking === "all" ? entries : chosen;
  const inodes = sum(doomed, (entry) => entry.inode_count);

  useLiveEvents((message) => {
    if (
      message.type === "resync" ||
      ((message.type === "file.trashed" || message.type === "file.restored" || message.type === "trash.emptied") &&
        message.volume_id === volumeId)
    )
      void cache.invalidateQueries({ queryKey: fileKeys.trash(volumeId) });
  });

  // Gone from the list at once; what is refused comes back with the next answer.
  const takeOut = useCallback(
    (list: readonly TrashEntry[]) => {
      const gone = new Set(list.map(({ id }) => id));
      void cache.cancelQueries({ queryKey: fileKeys.trash(volumeId) });
      cache.setQueryData(trashList(volumeId).queryKey, (before) => before?.filter(({ id }) => !gone.has(id)));
    },
    [cache, volumeId],
  );
  const destroy = () => {
    const list = doomed;
    setAsking(null);
    selection.apply({ kind: "none" });
    takeOut(list);
    // By their ids, also when it is all: what others delete meanwhile was not asked about.
    void deleteForGood(
      desk,
      volumeId,
      list.map(({ id }) => id),
    );
  };
  const restore = useCallback(
    (list: readonly TrashEntry[]) => {
      if (list.length === 0) return;
      selection.apply({ kind: "none" });
      takeOut(list);
      void restoreEntries(
        desk,
        volumeId,
        list.map(({ id }) => id),
        list,
      );
    },
    [desk, volumeId, selection.apply, takeOut],
  );
  const within = () => gridRef.current;
  useShortcuts([
    {
      id: "trash.restore",
      keys: "Alt+R",
      scope: "Trash",
      label: "Restore",
      enabled: chosen.length > 0 && readOnly === null,
      within,
      run: () => restore(chosen),
    },
    {
      id: "trash.delete",
      keys: "Delete",
      scope: "Trash",
      label: "Delete for good",
      enabled: chosen.length > 0 && readOnly === null,
      within,
      run: () => setAsking("selected"),
    },
    {
      id: "trash.selectAll",
      keys: "Mod+A",
      scope: "Trash",
      label: "Select all",
      within,
      run: () => selection.apply({ kind: "every" }),
    },
  ]);

  const renderRow = (row: GridRow) => {
    const entry = entries[row.index];
    return entry ? (
      <TrashRow entry={entry} row={row.props} selected={row.selected} />
    ) : (
      <SkeletonRow row={row.props} index={row.index} />
    );
  };
  const selected = countSelected(selection.state.selection, entries.length);

  return (
    <div className="@container flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b px-2 py-1">
        <Link href={filesHref(root) as Route} className={buttonClass({ variant: "ghost", size: "sm" })}>
          <ArrowLeft className="size-4" aria-hidden="true" />
          Files
        </Link>
        <h2 className="font-semibold">Trash</h2>
        <div className="ml-auto flex gap-2">
          <Button
            size="sm"
            reason={readOnly ?? (selected === 0 ? "Select what should come back." : null)}
            onClick={() => restore(chosen)}
          >
            <ArchiveRestore className="size-4" aria-hidden="true" />
            Restore
          </Button>
          <Button
            size="sm"
            variant="danger"
            reason={readOnly ?? (entries.length === 0 ? "The trash is empty." : null)}
            onClick={() => setAsking(selected > 0 ? "selected" : "all")}
          >
            <Trash2 className="size-4" aria-hidden="true" />
            {selected > 0 ? "Delete for good" : "Empty trash"}
          </Button>
        </div>
      </div>
      {query.error !== null && entries.length === 0 ? (
        <ErrorState
          title="The trash could not be read"
          error={query.error}
          action={<Button onClick={() => void query.refetch()}>Try again</Button>}
        />
      ) : query.isSuccess && entries.length === 0 ? (
        <EmptyState icon={<Trash2 aria-hidden="true" />} title="The trash is empty" className="flex-1">
          What is deleted in this volume comes here first, and counts as used until it is deleted for good. It is
          emptied by itself when room is needed.
        </EmptyState>
      ) : (
        <VirtualGrid
          label="Trash"
          rows={query.isPending ? PENDING : rows}
          selection={selection}
          rowHeight={32}
          columns={COLUMNS.length}
          header={
            <div {...HEADER_ROW} className={cn(TRASH_GRID, "h-full px-1")}>
              {COLUMNS.map((column, index) => (
                <div
                  key={column.label}
                  {...headerCell(index + 1, undefined)}
                  className={cn(TRASH_CELL, "text-caption text-faint", column.className)}
                >
                  {column.label}
                </div>
              ))}
            </div>
          }
          renderRow={renderRow}
          onKey={(key) => {
            if (key.kind === "escape") selection.apply({ kind: "none" });
          }}
          onOpen={() => undefined}
          onVisible={NOTHING}
          busy={query.isPending}
          gridRef={gridRef}
        />
      )}
      <div role="status" className="flex h-7 shrink-0 items-center border-t px-3 text-caption text-muted">
        {query.isSuccess &&
          `${items(entries.length)} · ${formatBytes(sum(entries, (entry) => entry.used_bytes))}${selected > 0 ? ` · ${count(selected)} selected · ${formatBytes(sum(chosen, (entry) => entry.used_bytes))}` : ""}`}
      </div>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={asking === "all" ? "Empty the trash?" : `Delete ${items(doomed.length)} for good?`}
        action="Delete for good"
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          focusList();
        }}
        onConfirm={destroy}
      >
        {doomed.length === 1 && doomed[0] ? quoted(nameOf(doomed[0].path)) : items(doomed.length)}
        {inodes > doomed.length && ` with ${count(inodes)} files and folders in all`},{" "}
        {formatBytes(sum(doomed, (entry) => entry.used_bytes))}. Nobody can bring {doomed.length === 1 ? "it" : "them"}{" "}
        back after this.
      </ConfirmDialog>
      {dialogs}
    </div>
  );
}

const NOTHING = () => undefined;
