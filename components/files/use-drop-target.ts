"use client";
import { type DragEvent, useState } from "react";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { currentDrag, PATHS_TYPE } from "./drag-state.ts";
import { asksForCopy, type Carried, dropVerdict } from "./model/drag.ts";

export type OnDropEntries = (carried: Carried, target: VolumePath, copy: boolean) => void;

/** Milliseconds over a closed folder until it opens. */
const OPEN_AFTER = 700;

/**
 * Makes an element a place where dragged entries land. `isOver` is true exactly while a drop there would do something.
 * @param onLinger opens a closed folder that a drag rests on
 */
export function useDropTarget(root: FileRoot, target: VolumePath | null, onDrop: OnDropEntries, onLinger?: () => void) {
  const [isOver, setOver] = useState(false);
  const [timer, setTimer] = useState<ReturnType<typeof setTimeout>>();
  const leave = () => {
    setOver(false);
    clearTimeout(timer);
    setTimer(undefined);
  };
  const verdictOf = (event: DragEvent) => {
    const carried = currentDrag();
    if (target === null || carried === null || !event.dataTransfer.types.includes(PATHS_TYPE)) return null;
    return { carried, target, verdict: dropVerdict(carried, root, target, asksForCopy(event)) };
  };
  return {
    isOver,
    handlers: {
      onDragOver: (event: DragEvent) => {
        const found = verdictOf(event);
        if (found === null) return;
        // A folder in the list refuses for itself: the list around it must not take the drop in its place.
        event.stopPropagation();
        if (!found.verdict.ok) return leave();
        event.preventDefault();
        event.dataTransfer.dropEffect = found.verdict.copy ? "copy" : "move";
        setOver(true);
        if (onLinger && timer === undefined) setTimer(setTimeout(onLinger, OPEN_AFTER));
      },
      onDragLeave: (event: DragEvent) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) leave();
      },
      onDrop: (event: DragEvent) => {
        const found = verdictOf(event);
        leave();
        if (found === null) return;
        event.stopPropagation();
        event.preventDefault();
        if (found.verdict.ok) onDrop(found.carried, found.target, found.verdict.copy);
      },
    },
  };
}
