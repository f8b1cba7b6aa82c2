"use client";
import { ListFilter, RefreshCw, Rows3, Trash2, X } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { KeyboardEvent, RefObject } from "react";
import { SearchButton } from "#components/search/search-button.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { DropdownMenu, MenuCheckItem, MenuLabel } from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { fieldClass } from "#components/ui/input.tsx";
import { MenuSeparator } from "#components/ui/menu-item.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { AddMenu } from "./add-menu.tsx";
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
  const { root, folder, listing, reread } = useFiles();
  const compact = useCompact();
  return (
    <div className="flex min-h-10 shrink-0 items-center gap-1.5 border-b px-2 max-sm:flex-wrap max-sm:py-1.5">
      <div className="flex min-w-0 flex-1 max-sm:basis-full">
        <PathBar editing={editingPath} onEdit={onEditPath} />
      </div>
      <FilterField filterRef={filterRef} />
      <SearchButton kind={root.kind} />
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
      {root.kind === "volume" ? (
        <Tooltip text="Trash">
          <Link
            href={`/volumes/${root.id}/files/trash` as Route}
            aria-label="Trash"
            className={buttonClass({ variant: "ghost", size: "sm" }, "w-7 px-0")}
          >
            <Trash2 className="size-4" aria-hidden="true" />
          </Link>
        </Tooltip>
      ) : (
        <IconButton label="Refresh" onClick={reread}>
          <RefreshCw className={cn(listing.isFetching && "motion-safe:animate-spin")} aria-hidden="true" />
        </IconButton>
      )}
      <AddMenu />
    </div>
  );
}
