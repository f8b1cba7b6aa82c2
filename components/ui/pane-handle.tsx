"use client";
import type { KeyboardEvent, PointerEvent } from "react";

/** How far an arrow key moves a handle, in CSS pixels. */
const STEP = 16;

type PaneHandleProps = {
  label: string;
  /** The size of the pane it resizes, between `min` and `max`. */
  value: number;
  min: number;
  max: number;
  /** The size when the handle stands `x` from the left edge of panes that are `width` wide together, both in CSS pixels. */
  sizeAt: (x: number, width: number) => number;
  onResize: (value: number) => void;
  /** The person has let go. */
  onResized: () => void;
  /** Folds the pane away, or brings it back. */
  onToggle?: () => void;
};

/** Between two panes: resizes them by pointer or by keys. Stands directly in the element that holds the panes. */
export function PaneHandle({ label, value, min, max, sizeAt, onResize, onResized, onToggle }: PaneHandleProps) {
  const moveTo = (handle: HTMLElement, place: (x: number, width: number) => number) => {
    const panes = handle.parentElement?.getBoundingClientRect();
    if (panes === undefined) return;
    const x = handle.getBoundingClientRect().left - panes.left;
    onResize(sizeAt(place(x, panes.width), panes.width));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.focus();
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const left = event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0;
    moveTo(event.currentTarget, () => event.clientX - left);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const handle = event.currentTarget;
    if (event.key === "Enter" || (event.key === "ArrowRight" && value === 0)) onToggle?.();
    else if (event.key === "ArrowLeft") moveTo(handle, (x) => x - STEP);
    else if (event.key === "ArrowRight") moveTo(handle, (x) => x + STEP);
    else if (event.key === "Home") moveTo(handle, () => 0);
    else if (event.key === "End") moveTo(handle, (_x, width) => width);
    else return;
    event.preventDefault();
    onResized();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule between paragraphs takes no focus and has no value
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={Math.round(value)}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onLostPointerCapture={onResized}
      onKeyDown={onKeyDown}
      className="relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-line outline-none transition-colors after:absolute after:inset-y-0 after:-inset-x-1.5 hover:bg-link focus-visible:bg-link focus-visible:ring-2 focus-visible:ring-link active:bg-link"
    />
  );
}
