"use client";

import { type DragEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useDropzone } from "react-dropzone";
import { cn } from "#components/ui/cn.ts";
import { withToast } from "#components/ui/toast.ts";
import type { NamedRoot } from "#lib/api/file-root.ts";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import { DropHighlight, type DropTarget } from "./drop-highlight.tsx";
import { readDrop } from "./dropped-tree.ts";
import { useUploads } from "./use-uploads.ts";

type UploadDropZoneProps = {
  root: NamedRoot;
  /** Where a drop lands, unless it falls on an element with `data-drop-directory`. */
  directory: VolumePath;
  /** Why nothing can be uploaded here; null when it can. */
  disabledReason?: string | null;
  className?: string;
  children: ReactNode;
};

const READING = "reading-drop";

/** The folder under the pointer: the nearest element that names one, else the folder of the zone. */
function targetOf(event: Pick<DragEvent, "target">, zone: HTMLElement, directory: VolumePath): DropTarget {
  const element = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-drop-directory]") : null;
  const named = element && zone.contains(element) ? parseVolumePath(element.dataset.dropDirectory ?? "") : null;
  const [place, path] = element && named?.ok ? [element, named.path] : [zone, directory];
  const zoneBox = zone.getBoundingClientRect();
  const box = place.getBoundingClientRect();
  return {
    path,
    whole: place === zone,
    top: box.top - zoneBox.top,
    left: box.left - zoneBox.left,
    width: box.width,
    height: box.height,
  };
}

const isDrop = (event: unknown): event is DragEvent<HTMLElement> =>
  typeof event === "object" && event !== null && "type" in event && event.type === "drop" && "dataTransfer" in event;

/** Takes files and folders that are dropped anywhere on it, and shows exactly where they will land. */
export function UploadDropZone({ root, directory, disabledReason = null, className, children }: UploadDropZoneProps) {
  const [target, setTarget] = useState<DropTarget | null>(null);
  const { add } = useUploads();

  // The items of a drop can be read only while it happens, and a later drop must not discard one that is still being read:
  // so files are taken here, and none are handed on.
  const take = useRef<(event: DragEvent<HTMLElement>) => Promise<void>>(null);
  const getFilesFromEvent = useCallback(async (event: unknown): Promise<File[]> => {
    if (isDrop(event)) void take.current?.(event);
    return [];
  }, []);

  const { getRootProps, rootRef, isDragActive } = useDropzone({
    noClick: true,
    noKeyboard: true,
    noPaste: true,
    getFilesFromEvent,
    onDragOver: (event) => {
      if (disabledReason !== null) event.dataTransfer.dropEffect = "none";
      if (rootRef.current) setTarget(targetOf(event, rootRef.current, directory));
    },
  });

  const takeDrop = async (event: DragEvent<HTMLElement>): Promise<void> => {
    if (!rootRef.current) return;
    if (disabledReason !== null) {
      withToast((toast) => toast.warning("Nothing was uploaded", { description: disabledReason }));
      return;
    }
    const { path } = targetOf(event, rootRef.current, directory);
    const told = setTimeout(() => withToast((toast) => toast.loading("Reading the folder…", { id: READING })), 150);
    add({ root, directory: path, tree: await readDrop(event.dataTransfer) });
    clearTimeout(told);
    withToast((toast) => toast.dismiss(READING));
  };
  useEffect(() => {
    take.current = takeDrop;
  });

  return (
    <div {...getRootProps()} className={cn("relative", className)}>
      {children}
      {isDragActive && target && <DropHighlight target={target} disabledReason={disabledReason} />}
    </div>
  );
}
