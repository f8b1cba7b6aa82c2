"use client";
import { type DragEvent, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { ContextMenu } from "#components/ui/context-menu.tsx";
import { UploadDropZone } from "#components/uploads/upload-drop-zone.tsx";
import type { FileInfo } from "#lib/api/files.ts";
import { childOf } from "#lib/api/paths.ts";
import { findStart } from "#lib/queries/files.ts";
import { makeEntry } from "../acts/make-entry.ts";
import { renameEntry } from "../acts/rename-entry.ts";
import { setFileClipboard, useFileClipboard } from "../clipboard.ts";
import { CommandMenuItems } from "../commands/command-menu-items.tsx";
import type { FileCommand } from "../commands/file-command.ts";
import { isCut } from "../commands/paste-entries.ts";
import { beginDrag, endDrag, PATHS_TYPE } from "../drag-state.ts";
import { useFiles } from "../files-context.ts";
import { focusGridNow } from "../grid/focus-grid.ts";
import { type GridRow, VirtualGrid } from "../grid/virtual-grid.tsx";
import type { ListKey } from "../model/list-keys.ts";
import { countSelected, isSelected } from "../model/selection.ts";
import { useDropTarget } from "../use-drop-target.ts";
import { DraftRow } from "./draft-row.tsx";
import { setDragImage } from "./drag-image.ts";
import { EmptyList } from "./empty-list.tsx";
import { FileRow, SkeletonRow } from "./file-row.tsx";
import { FolderFailed } from "./list-body.tsx";
import { ListHeader } from "./list-header.tsx";
import { StatusLine } from "./status-line.tsx";
import { useCompact } from "./use-compact.ts";
import { useListClipboard } from "./use-list-clipboard.ts";

type FileListProps = {
  commands: readonly FileCommand[];
  /** Where the control plane is reached from outside, for the lines an empty folder shows. */
  apiUrl: string;
  onVisible: (from: number, to: number) => void;
};

/** The middle pane: the entries of one folder. */
export function FileList({ commands, apiUrl, onVisible }: FileListProps) {
  const files = useFiles();
  const { root, folder, listing, selection, naming, readOnly, desk } = files;
  const clipboard = useFileClipboard();
  const listClipboard = useListClipboard();
  const rowHeight = useCompact() ? 28 : 32;
  const [onRows, setOnRows] = useState(true);
  const chosen = useRef<(() => void) | null>(null);
  const drop = useDropTarget(root, folder.path, files.onDropEntries);
  const isEmpty = listing.total === 0 && !listing.isPending && listing.error === null;

  const onKey = (key: Exclude<ListKey, { kind: "move" | "type" | "toggle" | "menu" }>, index: number) => {
    const entry = listing.entryAt(index);
    switch (key.kind) {
      case "open":
        return entry && files.openEntry(entry);
      case "peek":
        return entry && files.setDialog({ kind: "peek" });
      case "parent":
        return files.goToParent();
      case "escape":
        if (clipboard?.how === "cut") return setFileClipboard(null);
        if (countSelected(selection.state.selection, listing.total) > 0) return selection.apply({ kind: "none" });
        if (folder.view.filter !== "") folder.filterBy("");
    }
  };

  // Type-ahead finds nothing when the server does not answer; the list itself says that it is out of reach.
  const onSeek = (prefix: string) =>
    void selection.goOnceFound(findStart(root, folder.path, folder.view, prefix), "only");

  const onDragStart = (event: DragEvent, entry: FileInfo) => {
    const names = selection.state.selection;
    const all = names.kind === "names" && isSelected(names, entry.name) ? [...names.names] : [entry.name];
    const paths = all.map((name) => childOf(folder.path, name));
    beginDrag({ root, paths });
    event.dataTransfer.setData(PATHS_TYPE, JSON.stringify({ root, paths }));
    event.dataTransfer.setData("text/plain", paths.join("\n"));
    event.dataTransfer.effectAllowed = "copyMove";
    setDragImage(event.dataTransfer, paths);
  };

  const endNaming = () => {
    files.setNaming(null);
    files.focusList();
  };
  const make = (kind: "file" | "folder") => async (name: string) => {
    endNaming();
    files.reveal(name);
    const made = await makeEntry(desk, folder.path, name, kind);
    if (made && kind === "file") files.openEntry(made);
  };
  const rename = (entry: FileInfo) => (name: string) => {
    endNaming();
    selection.renamed(entry.name, name);
    void renameEntry(desk, entry, name).then((done) => {
      if (!done) selection.renamed(name, entry.name);
    });
  };

  const renderRow = (row: GridRow) => {
    const entry = listing.entryAt(row.index);
    if (entry === null) return <SkeletonRow row={row.props} index={row.index} />;
    return (
      <FileRow
        root={root}
        mount={files.mounts.get(entry.path) ?? null}
        entry={entry}
        row={row.props}
        selected={row.selected}
        isOpen={folder.open === entry.path}
        isDirty={files.dirty.has(entry.path)}
        isCut={isCut(clipboard, root, entry.path)}
        glows={files.glowing.has(entry.name)}
        renaming={naming?.kind === "rename" && naming.name === entry.name}
        draggable={readOnly === null}
        onRename={rename(entry)}
        onRenameEnd={endNaming}
        onDragStart={onDragStart}
        onDragEnd={endDrag}
        onDropEntries={files.onDropEntries}
      />
    );
  };

  const draft =
    naming?.kind === "file" || naming?.kind === "folder" ? (
      <div {...{ role: "rowgroup" }}>
        <DraftRow kind={naming.kind} height={rowHeight} onDone={make(naming.kind)} onCancel={endNaming} />
      </div>
    ) : null;

  const area = (
    <div
      {...drop.handlers}
      {...listClipboard}
      onContextMenuCapture={(event) => {
        const row = event.target instanceof Element && event.target.closest("[data-index]");
        setOnRows(Boolean(row));
        if (!row) selection.apply({ kind: "none" });
      }}
      className={cn(
        "relative flex min-h-0 flex-1 flex-col",
        drop.isOver &&
          "after:pointer-events-none after:absolute after:inset-0.5 after:rounded-md after:border-2 after:border-link",
      )}
    >
      {listing.error !== null && listing.total === 0 ? (
        <FolderFailed error={listing.error} />
      ) : isEmpty && draft === null ? (
        <EmptyList apiUrl={apiUrl} />
      ) : (
        <VirtualGrid
          label={`Files in ${folder.path}`}
          rows={listing.isPending ? PENDING : listing}
          selection={selection}
          rowHeight={rowHeight}
          columns={4}
          header={<ListHeader sort={folder.view.sort} order={folder.view.order} onSort={folder.sortBy} />}
          renderRow={renderRow}
          onKey={onKey}
          onOpen={(index) => {
            const entry = listing.entryAt(index);
            if (entry) files.openEntry(entry);
          }}
          onSeek={onSeek}
          onVisible={onVisible}
          above={draft}
          busy={listing.isPending || listing.isFetching}
          gridRef={files.gridRef}
        />
      )}
    </div>
  );

  return (
    <UploadDropZone
      root={root}
      directory={folder.path}
      disabledReason={readOnly}
      className="@container flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <ContextMenu
        area={area}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          // At once, so that a name field that the choice opens keeps the focus.
          focusGridNow(files.gridRef);
          chosen.current?.();
          chosen.current = null;
        }}
      >
        <CommandMenuItems
          commands={onRows ? commands.filter(({ group }) => group !== "make") : commands}
          onChoose={(run) => {
            chosen.current = run;
          }}
        />
      </ContextMenu>
      <StatusLine />
    </UploadDropZone>
  );
}

/** The shape of a list whose length is not known yet. */
const PENDING = { total: 12, nameAt: () => null };
