"use client";
import { useInsertionEffect, useRef } from "react";
import { dialogOf } from "./open-dialogs.ts";

/**
 * The handler that puts the focus back to where it was when a layer opened. Radix returns it to a trigger only, and a layer
 * that is opened by a shortcut or a menu has none.
 */
export function useReturnFocus(open: boolean): (event: Event) => void {
  const from = useRef<Element | null>(null);
  // Before anything in the layer takes the focus by `autoFocus`, which happens ahead of every other effect.
  useInsertionEffect(() => {
    if (open) from.current = document.activeElement;
  }, [open]);
  return (event) => {
    if (event.defaultPrevented) return;
    // The layer is gone, so this is another one, which has opened since and keeps the focus.
    if (dialogOf(document.activeElement)) return event.preventDefault();
    if (!(from.current instanceof HTMLElement) || !from.current.isConnected) return;
    event.preventDefault();
    from.current.focus();
  };
}
