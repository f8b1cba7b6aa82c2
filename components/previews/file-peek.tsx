"use client";
import { lazy, Suspense } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { FileInfo } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { PreviewLoading } from "./preview-frame.tsx";

const PeekBody = lazy(untilLoaded(() => import("./peek-body.tsx").then(({ PeekBody }) => ({ default: PeekBody }))));

const OTHERS: Partial<Record<FileInfo["type"], string>> = {
  directory: "Enter opens this folder.",
  fifo: "A named pipe has no content of its own; it is never opened here.",
  socket: "A socket has no content of its own; it is never opened here.",
  device: "A device is never opened here.",
};

/** A quick look at one file, without the editor. Fills its place. */
export function FilePeek({ root, path, info }: { root: FileRoot; path: VolumePath; info: FileInfo }) {
  const other = OTHERS[info.type];
  if (other) return <EmptyState title={info.name}>{other}</EmptyState>;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Suspense fallback={<PreviewLoading />}>
        <PeekBody root={root} path={path} info={info} />
      </Suspense>
    </div>
  );
}
