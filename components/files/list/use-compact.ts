"use client";
import { useSyncExternalStore } from "react";

const KEY = "nullspace.files.compact";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

const read = () => {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    // Storage is switched off: the choice lasts no longer than the page.
    return false;
  }
};

export function setCompact(compact: boolean): void {
  try {
    localStorage.setItem(KEY, compact ? "yes" : "no");
  } catch {
    return;
  }
  for (const listener of listeners) listener();
}

/** Whether rows are 28 pixels high instead of 32; remembered in this browser. */
export const useCompact = (): boolean => useSyncExternalStore(subscribe, read, () => false);
