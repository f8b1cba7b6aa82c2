"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { type Shortcut, shortcuts } from "./registry.ts";

/**
 * Registers shortcuts while the component is mounted. The array may be made anew in each render: `run` is always the
 * newest one, and the registry is told only when what it lists has changed.
 */
export function useShortcuts(list: readonly Shortcut[]): void {
  const newest = useRef(list);
  useEffect(() => {
    newest.current = list;
  });
  const shape = JSON.stringify(
    list.map(({ run, within, ...listed }) => ({ ...listed, runs: run !== undefined, within: within !== undefined })),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the list, which is new in each render
  useEffect(() => {
    const current = (id: string) => newest.current.find((shortcut) => shortcut.id === id);
    return shortcuts.register(
      newest.current.map((shortcut) => ({
        ...shortcut,
        ...(shortcut.run ? { run: (event: KeyboardEvent) => current(shortcut.id)?.run?.(event) } : {}),
        ...(shortcut.within ? { within: () => current(shortcut.id)?.within?.() } : {}),
      })),
    );
  }, [shape]);
}

const none: readonly Shortcut[] = [];

/** Every shortcut that is registered now. */
export const useShortcutList = (): readonly Shortcut[] =>
  useSyncExternalStore(shortcuts.subscribe, shortcuts.list, () => none);
