"use client";
import { useRef } from "react";

/**
 * For a menu whose items open dialogs: what was chosen runs once the menu is gone and the focus is back on its trigger, so
 * that the dialog keeps the focus while it is open and gives it back to the right place. `onSelect={after(open)}` and
 * `onCloseAutoFocus={onCloseAutoFocus}`.
 */
export function useAfterMenu() {
  const chosen = useRef<(() => void) | null>(null);
  return {
    after: (run: () => void) => () => {
      chosen.current = run;
    },
    onCloseAutoFocus: () => {
      const run = chosen.current;
      chosen.current = null;
      // The focus moves when every listener of this event has been told.
      if (run !== null) queueMicrotask(run);
    },
  };
}
