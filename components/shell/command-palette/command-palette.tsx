"use client";

import { Content, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import { lazy, Suspense, useEffect, useRef } from "react";
import { matchesKeys } from "#components/ui/shortcuts/keys.ts";
import { isApple } from "#components/ui/shortcuts/use-apple.ts";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { commandPalette, openCommandPalette } from "./commands.ts";

const load = () => import("./palette-list.tsx");
const PaletteList = lazy(() => load().then(({ PaletteList }) => ({ default: PaletteList })));

const TOGGLE = "Mod+K";

/** ⌘K: everything that can be gone to or done here and now, found by typing. Stands once, in the layout. */
export function CommandPalette() {
  const open = commandPalette.use();
  const chosen = useRef<(() => void) | null>(null);
  const cameFrom = useRef<Element | null>(null);

  // Its code is no part of the first load, yet there when the keys are pressed.
  useEffect(() => {
    const timer = setTimeout(() => void load(), 1000);
    return () => clearTimeout(timer);
  }, []);
  useShortcuts([
    {
      id: "palette",
      keys: TOGGLE,
      scope: "Everywhere",
      label: "Search and command",
      whenTyping: true,
      run: openCommandPalette,
    },
  ]);

  const leave = (event: Event) => {
    event.preventDefault();
    // Focus goes back first, so that what the command opens knows where it came from.
    if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
    chosen.current?.();
    chosen.current = null;
  };

  return (
    <Root open={open} onOpenChange={commandPalette.set}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            cameFrom.current = document.activeElement;
          }}
          onCloseAutoFocus={leave}
          onKeyDown={(event) => {
            if (!matchesKeys(TOGGLE, event.nativeEvent, isApple())) return;
            event.preventDefault();
            commandPalette.set(false);
          }}
          className="fixed inset-x-3 top-3 z-50 overflow-hidden rounded-md border border-line bg-panel shadow-raise outline-none sm:inset-x-auto sm:top-[14vh] sm:left-1/2 sm:w-[640px] sm:max-w-[calc(100vw-32px)] sm:-translate-x-1/2"
        >
          <Title className="sr-only">Search and command</Title>
          <Suspense fallback={<div className="h-12" />}>
            <PaletteList
              onChoose={(run) => {
                chosen.current = run;
                commandPalette.set(false);
              }}
            />
          </Suspense>
        </Content>
      </Portal>
    </Root>
  );
}
