import type { RefObject } from "react";

/** Puts the focus on the row of a grid that has it. */
export function focusGridNow(grid: RefObject<HTMLElement | null>): void {
  const row = grid.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]');
  (row ?? grid.current)?.focus({ preventScroll: true });
}

/** The same after the render that may bring the grid back. */
export const focusGrid = (grid: RefObject<HTMLElement | null>): void => {
  requestAnimationFrame(() => focusGridNow(grid));
};
