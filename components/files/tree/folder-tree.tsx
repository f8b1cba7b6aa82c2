"use client";
import type { ItemInstance } from "@headless-tree/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronRight, Ellipsis, Folder, FolderOpen, HardDrive } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { ContextMenu } from "#components/ui/context-menu.tsx";
import { UploadDropZone } from "#components/uploads/upload-drop-zone.tsx";
import { ROOT, type VolumePath } from "#lib/api/paths.ts";
import { CommandMenuItems } from "../commands/command-menu-items.tsx";
import { useFiles } from "../files-context.ts";
import { spokenName } from "../model/name-parts.ts";
import { FileName } from "../names/file-name.tsx";
import { useDropTarget } from "../use-drop-target.ts";
import { type TreeRow, useFolderTree } from "./use-folder-tree.ts";
import { useTreeCommands } from "./use-tree-commands.ts";

const ROW = 28;
const INDENT = 14;

function FolderRow({ item, current }: { item: ItemInstance<TreeRow>; current: boolean }) {
  const { root, folder, onDropEntries } = useFiles();
  const row = item.getItemData();
  const drop = useDropTarget(root, row.kind === "folder" ? row.path : null, onDropEntries, () => item.expand());
  const expanded = item.isExpanded();
  const name = item.getItemName();
  const Icon = row.kind === "more" ? Ellipsis : row.path === ROOT ? HardDrive : expanded ? FolderOpen : Folder;
  const go = () => {
    folder.goTo(row.path);
    if (item.isFolder() && !expanded) item.expand();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    go();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the library gives it its role, its place in the set and its reference
    <div
      {...item.getProps()}
      {...drop.handlers}
      {...{ "aria-selected": current, "aria-label": spokenName(name) }}
      data-drop-directory={row.kind === "folder" ? row.path : undefined}
      onClick={() => {
        item.setFocused();
        go();
      }}
      onKeyDown={onKeyDown}
      style={{ paddingLeft: 4 + item.getItemMeta().level * INDENT, height: ROW }}
      className={cn(
        "flex cursor-default items-center gap-1.5 rounded-sm pr-2 select-none focus-visible:-outline-offset-2",
        current ? "bg-active font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink",
        drop.isOver && "bg-accent-soft outline-2 -outline-offset-2 outline-link",
      )}
    >
      <span
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          if (expanded) item.collapse();
          else item.expand();
        }}
        className="-mr-1 flex size-5 shrink-0 items-center justify-center"
      >
        {item.isFolder() && (
          <ChevronRight className={cn("size-3.5 text-faint transition-transform", expanded && "rotate-90")} />
        )}
      </span>
      <Icon
        aria-hidden="true"
        strokeWidth={1.75}
        className={cn(
          "size-4 shrink-0",
          row.kind === "more" || row.path === ROOT ? "text-faint" : "fill-link/15 text-link",
        )}
      />
      <FileName name={name} />
    </div>
  );
}

/** What can be done with the folder that was asked about. */
function TreeMenuItems({ path, onChoose }: { path: VolumePath; onChoose: (run: () => void) => void }) {
  return <CommandMenuItems commands={useTreeCommands(path)} onChoose={onChoose} />;
}

/** The left pane: the folders. */
export function FolderTree() {
  const { root, folder, readOnly } = useFiles();
  const [asked, setAsked] = useState<VolumePath>(ROOT);
  const chosen = useRef<(() => void) | null>(null);
  const { tree, scrollTo } = useFolderTree(root, root.name, folder.path);
  const scroller = useRef<HTMLDivElement>(null);
  const items = tree.getItems();
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
    initialRect: { width: 240, height: 720 },
  });
  scrollTo.current = (index) => virtual.scrollToIndex(index);
  const index = items.findIndex((item) => item.getId() === folder.path);
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: "auto" });
  }, [index, virtual]);
  const area = (
    <div
      ref={scroller}
      onContextMenuCapture={(event) => {
        const row = event.target instanceof Element && event.target.closest<HTMLElement>("[data-drop-directory]");
        // Rows name the paths that the API answered; beside them it is the root that is asked about.
        setAsked(row ? (row.dataset.dropDirectory as VolumePath) : ROOT);
      }}
      className="h-full overflow-auto bg-canvas p-1.5"
    >
      <div
        {...tree.getContainerProps("Folders")}
        className="relative w-full outline-none"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          if (!item) return null;
          return (
            <div
              key={item.getId()}
              role="none"
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              <FolderRow item={item} current={item.getId() === folder.path} />
            </div>
          );
        })}
      </div>
    </div>
  );
  return (
    <UploadDropZone root={root} directory={ROOT} disabledReason={readOnly} className="h-full min-h-0">
      <ContextMenu
        area={area}
        onCloseAutoFocus={() => {
          const run = chosen.current;
          chosen.current = null;
          // The focus goes back to the row first: a name field or a dialog that the choice opens takes it from there.
          if (run !== null) queueMicrotask(run);
        }}
      >
        <TreeMenuItems
          path={asked}
          onChoose={(run) => {
            chosen.current = run;
          }}
        />
      </ContextMenu>
    </UploadDropZone>
  );
}
