import { useSyncExternalStore } from "react";

/** Something that is on or off for the whole page, that anything on it may switch and watch. */
export function createFlag() {
  let on = false;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    set(next: boolean): void {
      on = next;
      for (const listener of listeners) listener();
    },
    /** A hook: the flag as it is now; off on the server. */
    use: (): boolean =>
      useSyncExternalStore(
        subscribe,
        () => on,
        () => false,
      ),
  };
}
