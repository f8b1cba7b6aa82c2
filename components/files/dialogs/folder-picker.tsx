"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronRight, CornerLeftUp, Folder } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { FileRoot } from "#lib/api/file-root.ts";
import { nameOf, parentOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import { foldersIn } from "#lib/queries/files.ts";
import { spokenName } from "../model/name-parts.ts";
import { FileName } from "../names/file-name.tsx";

type FolderPickerProps = {
  root: FileRoot;
  value: VolumePath;
  onChange: (path: VolumePath) => void;
  /** Why a folder cannot be chosen, or null. */
  refuse: (path: VolumePath) => string | null;
};

type Row = { readonly path: VolumePath; readonly label: string; readonly up: boolean };

/** Goes through the folders of a root: Enter or → goes in, ← goes up. The folder one is in is the one chosen. */
export function FolderPicker({ root, value, onChange, refuse }: FolderPickerProps) {
  const { data, error } = useQuery(foldersIn(root, value));
  const [index, setIndex] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const rows: Row[] = [
    ...(value === ROOT ? [] : [{ path: parentOf(value), label: "Folder above", up: true }]),
    ...(data?.folders ?? []).map(({ path, name }) => ({ path, label: name, up: false })),
  ];
  const active = Math.min(index, Math.max(0, rows.length - 1));

  // Choosing a folder is what the dialog was opened for.
  useEffect(() => list.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector(`[data-row="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const enter = (path: VolumePath) => {
    setIndex(0);
    onChange(path);
  };
  const up = value === ROOT ? null : () => enter(parentOf(value));
  const moveOf = (key: string, row: Row | undefined): (() => void) | null => {
    switch (key) {
      case "ArrowDown":
        return () => setIndex(Math.min(active + 1, rows.length - 1));
      case "ArrowUp":
        return () => setIndex(Math.max(active - 1, 0));
      case "Home":
        return () => setIndex(0);
      case "End":
        return () => setIndex(rows.length - 1);
      case "ArrowRight":
        return row && !row.up ? () => enter(row.path) : null;
      case "Enter":
        return row ? () => enter(row.path) : null;
      case "ArrowLeft":
      case "Backspace":
        return up;
      default:
        return null;
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active];
    if (event.metaKey || event.ctrlKey) return;
    const move = moveOf(event.key, row);
    if (move === null) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };

  return (
    <div className="flex flex-col gap-2">
      <div aria-live="polite" className="truncate rounded-md border bg-canvas px-2 py-1 font-mono text-caption">
        {spokenName(value)}
      </div>
      <div
        ref={list}
        role="listbox"
        aria-label="Folders"
        aria-busy={data === undefined}
        tabIndex={0}
        aria-activedescendant={rows.length > 0 ? `picker-${active}` : undefined}
        onKeyDown={onKeyDown}
        className="h-64 overflow-y-auto rounded-md border p-1 focus-visible:-outline-offset-2"
      >
        {error !== null && <ErrorState title="The folder could not be read" error={error} className="py-6" />}
        {data === undefined &&
          error === null &&
          [1, 2, 3].map((one) => <Skeleton key={one} className="mx-2 my-2 w-40" />)}
        {rows.map((row, at) => {
          const reason = row.up ? null : refuse(row.path);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
            <div
              key={row.up ? ".." : row.path}
              id={`picker-${at}`}
              data-row={at}
              role="option"
              tabIndex={-1}
              aria-selected={at === active}
              aria-label={row.up ? row.label : spokenName(row.label)}
              title={reason ?? undefined}
              onMouseDown={() => setIndex(at)}
              onClick={() => enter(row.path)}
              className={cn(
                "flex h-7 cursor-default items-center gap-2 rounded-sm px-2 select-none",
                at === active ? "bg-hover" : "hover:bg-hover",
                reason && "text-faint",
              )}
            >
              {row.up ? (
                <CornerLeftUp className="size-4 shrink-0 text-faint" aria-hidden="true" />
              ) : (
                <Folder className="size-4 shrink-0 fill-link/15 text-link" strokeWidth={1.75} aria-hidden="true" />
              )}
              {row.up ? <span className="text-muted">{row.label}</span> : <FileName name={row.label} />}
              {!row.up && <ChevronRight className="ml-auto size-3.5 shrink-0 text-faint" aria-hidden="true" />}
            </div>
          );
        })}
        {data !== undefined && data.folders.length === 0 && (
          <p className="px-2 py-1.5 text-faint">
            No folders in{" "}
            {value === ROOT ? "this volume" : <span className="font-mono">{spokenName(nameOf(value))}</span>}.
          </p>
        )}
        {data?.more && (
          <p className="px-2 py-1.5 text-caption text-faint">
            The first 1,000 folders. Type a path in the path bar to reach others.
          </p>
        )}
      </div>
    </div>
  );
}
