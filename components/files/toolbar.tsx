"use client";
import { FilePlus, FolderPlus, FolderUp, ListFilter, Plus, Rows3, Trash2, Upload, X } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { type KeyboardEvent, type RefObject, useRef } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { DropdownMenu, MenuCheckItem, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { fieldClass } from "#components/ui/input.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { useUploads } from "#components/uploads/use-uploads.ts";
import { useFiles } from "./files-context.ts";
import { COLUMNS } from "./list/columns.ts";
import { setCompact, useCompact } from "./list/use-compact.ts";
import { PathBar } from "./path-bar/path-bar.tsx";

type ToolbarProps = {
  filterRef: RefObject<HTMLInputElement | null>;
  editingPath: boolean;
  onEditPath: (editing: boolean) => void;
};

function FilterField({ filterRef }: Pick<ToolbarProps, "filterRef">) {
  const { folder, focusList } = useFiles();
  const { filter } = folder.view;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (filter !== "") folder.filterBy("");
      else focusList();
    }
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      focusList();
    }
  };
  return (
    <div className="relative w-44 shrink max-sm:w-auto max-sm:flex-1">
      <ListFilter className="pointer-events-none absolute top-1.5 left-2 size-4 text-faint" aria-hidden="true" />
      <input
        ref={filterRef}
        type="text"
        aria-label="Filter this folder"
        placeholder="Filter"
        autoComplete="off"
        spellCheck={false}
        maxLength={255}
        value={filter}
        onChange={(event) => folder.filterBy(event.target.value)}
        onKeyDown={onKeyDown}
        className={cn(fieldClass, "h-7 pr-7 pl-7")}
      />
      {filter !== "" && (
        <IconButton
          label="Clear the filter"
          className="absolute top-0.5 right-0.5 h-6 w-6"
          onClick={() => {
            folder.filterBy("");
            filterRef.current?.focus();
          }}
        >
          <X aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}

/** Above the panes: where one is, the filter, and what can be added. */
export function Toolbar({ filterRef, editingPath, onEditPath }: ToolbarProps) {
  const { volume, folder, readOnly, setNaming } = useFiles();
  const uploads = useUploads();
  const compact = useCompact();
  const chosen = useRef<(() => void) | null>(null);
  const choose = (run: () => void) => {
    chosen.current = run;
  };
  const pick = (what: "files" | "folder") => void uploads.pick({ volume, directory: folder.path, what });
  return (
    <div className="flex min-h-10 shrink-0 items-center gap-1.5 border-b px-2 max-sm:flex-wrap max-sm:py-1.5">
      <div className="flex min-w-0 flex-1 max-sm:basis-full">
        <PathBar editing={editingPath} onEdit={onEditPath} />
      </div>
      <FilterField filterRef={filterRef} />
      <DropdownMenu
        trigger={
          <IconButton label="View" tooltip={false}>
            <Rows3 aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuLabel>Sort by</MenuLabel>
        {COLUMNS.map((column) => (
          <MenuCheckItem
            key={column.sort}
            checked={folder.view.sort === column.sort}
            onCheckedChange={() => folder.sortBy(column.sort)}
          >
            {column.label}
            {folder.view.sort === column.sort && (folder.view.order === "asc" ? " ↑" : " ↓")}
          </MenuCheckItem>
        ))}
        <MenuSeparator />
        <MenuCheckItem checked={compact} onCheckedChange={setCompact}>
          Compact rows
        </MenuCheckItem>
      </DropdownMenu>
      <Tooltip text="Trash">
        <Link
          href={`/volumes/${volume.id}/files/trash` as Route}
          aria-label="Trash"
          className={buttonClass({ variant: "ghost", size: "sm" }, "w-7 px-0")}
        >
          <Trash2 className="size-4" aria-hidden="true" />
        </Link>
      </Tooltip>
      <DropdownMenu
        trigger={
          <button
            type="button"
            disabled={readOnly !== null}
            title={readOnly ?? undefined}
            className={buttonClass({ variant: "primary", size: "sm" })}
          >
            <Plus className="size-4" aria-hidden="true" />
            Add
          </button>
        }
        onCloseAutoFocus={(event) => {
          // A name is typed in the list, so the focus must not come back here first.
          if (chosen.current) event.preventDefault();
          chosen.current?.();
          chosen.current = null;
        }}
      >
        <MenuItem icon={<Upload aria-hidden="true" />} keys="Alt+U" onSelect={() => choose(() => pick("files"))}>
          Upload files
        </MenuItem>
        <MenuItem
          icon={<FolderUp aria-hidden="true" />}
          keys="Alt+Shift+U"
          onSelect={() => choose(() => pick("folder"))}
        >
          Upload a folder
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<FilePlus aria-hidden="true" />}
          keys="Alt+N"
          onSelect={() => choose(() => setNaming({ kind: "file" }))}
        >
          New file
        </MenuItem>
        <MenuItem
          icon={<FolderPlus aria-hidden="true" />}
          keys="Alt+Shift+N"
          onSelect={() => choose(() => setNaming({ kind: "folder" }))}
        >
          New folder
        </MenuItem>
      </DropdownMenu>
    </div>
  );
}
