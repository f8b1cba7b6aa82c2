import type { RefObject } from "react";

/** Puts the focus on the row of a grid that has it, after the render that may bring the grid back. */
export function focusGrid(grid: RefObject<HTMLElement | null>): void {
  requestAnimationFrame(() => {
    const row = grid.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]');
    (row ?? grid.current)?.focus({ preventScroll: true });
  });
}
