"use client";
import { ChevronRight, HardDrive, PencilLine } from "lucide-react";
import { Fragment, type MouseEvent } from "react";
import { cn } from "#components/ui/cn.ts";
import { DropdownMenu } from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { MenuItem } from "#components/ui/menu-item.tsx";
import { ROOT, type VolumePath } from "#lib/api/paths.ts";
import { useFiles } from "../files-context.ts";
import { filesHref } from "../files-url.ts";
import { crumbs } from "../model/path-completion.ts";
import { FileName } from "../names/file-name.tsx";
import { useDropTarget } from "../use-drop-target.ts";
import { PathInput } from "./path-input.tsx";

/** Steps shown next to the root; the others are in a menu. */
const SHOWN = 3;

function Step({ path, name, current }: { path: VolumePath; name: string; current: boolean }) {
  const { root, folder, onDropEntries } = useFiles();
  const drop = useDropTarget(root, path, onDropEntries);
  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    folder.goTo(path);
  };
  return (
    <a
      {...drop.handlers}
      href={filesHref(root, { path })}
      onClick={onClick}
      draggable={false}
      data-drop-directory={path}
      aria-current={current ? "location" : undefined}
      className={cn(
        "flex h-6 min-w-0 items-center gap-1.5 rounded-sm px-1.5 transition-colors hover:bg-hover hover:text-ink",
        current ? "font-medium text-ink" : "text-muted",
        path === ROOT && "shrink-0",
        drop.isOver && "bg-accent-soft outline-2 -outline-offset-2 outline-link",
      )}
    >
      {path === ROOT && <HardDrive className="size-3.5 shrink-0 text-faint" aria-hidden="true" />}
      <FileName name={name} />
    </a>
  );
}

type PathBarProps = { editing: boolean; onEdit: (editing: boolean) => void };

/** Where one is: each step leads there and takes what is dropped on it. A click beside the steps makes it a field. */
export function PathBar({ editing, onEdit }: PathBarProps) {
  const { root, folder, reveal, focusList } = useFiles();
  if (editing)
    return (
      <PathInput
        root={root}
        current={folder.path}
        onCancel={() => {
          onEdit(false);
          focusList();
        }}
        onGo={(path, isDirectory) => {
          onEdit(false);
          if (isDirectory) folder.goTo(path);
          else {
            folder.show(path);
            reveal(path.slice(path.lastIndexOf("/") + 1));
          }
          focusList();
        }}
      />
    );
  const steps = crumbs(folder.path);
  const hidden = steps.slice(0, Math.max(0, steps.length - SHOWN));
  const shown = steps.slice(hidden.length);
  return (
    <div className="group flex min-w-0 flex-1 items-center">
      <nav aria-label="Path" className="min-w-0">
        <ol className="flex min-w-0 items-center">
          <li className={cn("flex", steps.length > 0 && "shrink-0")}>
            <Step path={ROOT} name={root.name} current={steps.length === 0} />
          </li>
          {hidden.length > 0 && (
            <li className="flex shrink-0 items-center">
              <ChevronRight className="size-3 text-faint" aria-hidden="true" />
              <DropdownMenu
                align="start"
                trigger={
                  <IconButton label="Folders in between" tooltip={false} className="h-6 w-6">
                    …
                  </IconButton>
                }
              >
                {hidden.map((step) => (
                  <MenuItem key={step.path} onSelect={() => folder.goTo(step.path)}>
                    <FileName name={step.name} />
                  </MenuItem>
                ))}
              </DropdownMenu>
            </li>
          )}
          {shown.map((step, index) => (
            <Fragment key={step.path}>
              <li aria-hidden="true" className="shrink-0">
                <ChevronRight className="size-3 text-faint" />
              </li>
              <li className="flex min-w-0">
                <Step path={step.path} name={step.name} current={index === shown.length - 1} />
              </li>
            </Fragment>
          ))}
        </ol>
      </nav>
      <button
        type="button"
        aria-label="Edit the path"
        onClick={() => onEdit(true)}
        className="ml-1 flex h-6 min-w-8 flex-1 cursor-text items-center rounded-sm px-1.5 text-faint"
      >
        <PencilLine className="size-3.5 opacity-0 transition-opacity group-hover:opacity-100" aria-hidden="true" />
      </button>
    </div>
  );
}
