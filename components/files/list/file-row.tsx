"use client";
import type { DragEvent } from "react";
import { preloadEditor } from "#components/editor/preload-editor.ts";
import { ByteSize } from "#components/ui/byte-size.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { FileInfo } from "#lib/api/files.ts";
import { cell, named } from "../grid/roles.ts";
import { spokenName } from "../model/name-parts.ts";
import { FileIcon } from "../names/file-icon.tsx";
import { FileName } from "../names/file-name.tsx";
import { kindOf } from "../names/kind-of.ts";
import { type OnDropEntries, useDropTarget } from "../use-drop-target.ts";
import { ROW_GRID } from "./columns.ts";
import { MountIcon, MountLink } from "./mount-mark.tsx";
import { NameField } from "./name-field.tsx";

type FileRowProps = {
  root: FileRoot;
  /** The volume that is mounted here; null on a plain entry. */
  mount: VolumeAttachment | null;
  entry: FileInfo;
  /** What the grid needs on the row's element. */
  row: Record<string, unknown>;
  selected: boolean;
  isOpen: boolean;
  isDirty: boolean;
  isCut: boolean;
  glows: boolean;
  renaming: boolean;
  draggable: boolean;
  onRename: (name: string) => void;
  onRenameEnd: () => void;
  onDragStart: (event: DragEvent, entry: FileInfo) => void;
  onDragEnd: () => void;
  onDropEntries: OnDropEntries;
};

const CELL = "flex h-full min-w-0 items-center px-1.5";

export function FileRow({
  root,
  mount,
  entry,
  row,
  selected,
  isOpen,
  isDirty,
  isCut,
  glows,
  renaming,
  draggable,
  onRename,
  onRenameEnd,
  onDragStart,
  onDragEnd,
  onDropEntries,
}: FileRowProps) {
  const drop = useDropTarget(root, entry.is_dir ? entry.path : null, onDropEntries);
  const kind = kindOf(entry);
  const spoken = [
    spokenName(entry.name),
    mount === null ? kind : `volume ${mount.volume_name}`,
    entry.is_dir ? "" : formatBytes(entry.size),
    isDirty ? "unsaved changes" : "",
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its role comes from the grid
    <div
      {...row}
      {...drop.handlers}
      {...named(spoken.filter((part) => part !== "").join(", "))}
      data-drop-directory={entry.is_dir ? entry.path : undefined}
      draggable={draggable && !renaming}
      onDragStart={(event) => onDragStart(event, entry)}
      onDragEnd={onDragEnd}
      // Who points at a file may open it next; the editor comes once, and while the browser is idle.
      onPointerEnter={entry.type === "file" ? preloadEditor : undefined}
      className={cn(
        ROW_GRID,
        "h-full cursor-default px-1 select-none",
        "focus-visible:-outline-offset-2",
        glows && "animate-glow",
        selected ? "bg-accent-soft" : "hover:bg-hover",
        isOpen && "shadow-[inset_2px_0_0_var(--accent)]",
        isCut && "opacity-50",
        drop.isOver && "bg-accent-soft outline-2 -outline-offset-2 outline-link",
      )}
    >
      <div {...cell(1)} className={cn(CELL, "gap-2")}>
        {mount === null ? <FileIcon entry={entry} /> : <MountIcon mount={mount} />}
        {renaming ? (
          <NameField
            label={`New name of ${spokenName(entry.name)}`}
            name={entry.name}
            isDirectory={entry.is_dir}
            onDone={onRename}
            onCancel={onRenameEnd}
          />
        ) : (
          <FileName name={entry.name} className={cn(entry.is_dir && "font-medium")} />
        )}
        {mount !== null && !renaming && <MountLink mount={mount} />}
        {isDirty && <span title="Unsaved changes" className="size-2 shrink-0 rounded-full bg-warn-fill" />}
        {!renaming && entry.type !== "file" && !entry.is_dir && (
          <span className="min-w-0 shrink-2 truncate text-caption text-faint">{kind}</span>
        )}
      </div>
      <div {...cell(2)} className={cn(CELL, "justify-end font-mono text-caption text-muted")}>
        {entry.type === "file" ? <ByteSize bytes={entry.size} /> : <span aria-hidden="true">–</span>}
      </div>
      <div {...cell(3)} className={cn(CELL, "hidden justify-end text-caption text-muted @min-[420px]:flex")}>
        <RelativeTime at={entry.modified_time} />
      </div>
      <div
        {...cell(4)}
        title={entry.mode}
        className={cn(CELL, "hidden justify-end font-mono text-caption text-muted @min-[520px]:flex")}
      >
        {entry.permissions}
      </div>
    </div>
  );
}

const WIDTHS = ["w-40", "w-56", "w-32", "w-48", "w-36"];

/** A row that is not loaded yet, in the shape of one that is. */
export function SkeletonRow({ row, index }: { row: Record<string, unknown>; index: number }) {
  return (
    <div {...row} {...named("Loading")} className={cn(ROW_GRID, "h-full px-1")}>
      <div {...cell(1)} className={cn(CELL, "gap-2")}>
        <Skeleton className="size-4" />
        <Skeleton className={WIDTHS[index % WIDTHS.length] ?? "w-40"} />
      </div>
      <div {...cell(2)} className={cn(CELL, "justify-end")}>
        <Skeleton className="w-10" />
      </div>
    </div>
  );
}
