import type { RefObject } from "react";
import { dialogOf } from "#components/ui/open-dialogs.ts";

/** Puts the focus on the row of a grid that has it. */
export function focusGridNow(grid: RefObject<HTMLElement | null>): void {
  const row = grid.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]');
  (row ?? grid.current)?.focus({ preventScroll: true });
}

/** The same after the render that may bring the grid back; a dialog that has opened until then keeps the focus. */
export const focusGrid = (grid: RefObject<HTMLElement | null>): void => {
  requestAnimationFrame(() => {
    if (dialogOf(document.activeElement) === null) focusGridNow(grid);
  });
};
