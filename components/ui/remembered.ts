"use client";
import { useSyncExternalStore } from "react";

/**
 * A choice that this browser remembers, the same in all its tabs.
 * @param key its name in local storage
 * @returns `use` reads it: null while there is none, undefined where it cannot be known yet, as on the server
 */
export function remembered(key: string) {
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    window.addEventListener("storage", listener);
    return () => {
      listeners.delete(listener);
      window.removeEventListener("storage", listener);
    };
  };
  const read = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      // Storage is switched off: nothing is remembered.
      return null;
    }
  };
  return {
    use: (): string | null | undefined => useSyncExternalStore(subscribe, read, () => undefined),
    set: (value: string): void => {
      try {
        localStorage.setItem(key, value);
      } catch {
        return;
      }
      for (const listener of listeners) listener();
    },
  };
}
