"use client";

import { Content, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import { useRef } from "react";
import { matchesKeys } from "#components/ui/shortcuts/keys.ts";
import { isApple } from "#components/ui/shortcuts/use-apple.ts";
import { useReturnFocus } from "#components/ui/use-return-focus.ts";
import { commandPalette, PALETTE_KEYS } from "./commands.ts";
import { PaletteList } from "./palette-list.tsx";

/** The palette itself, apart from the keys that open it, so that its code is no part of the first load. */
export function PaletteDialog({ open }: { open: boolean }) {
  const chosen = useRef<(() => void) | null>(null);
  const returnFocus = useReturnFocus(open);

  const leave = (event: Event) => {
    // Focus goes back first, so that what the command opens knows where it came from.
    returnFocus(event);
    event.preventDefault();
    chosen.current?.();
    chosen.current = null;
  };

  return (
    <Root open={open} onOpenChange={commandPalette.set}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Content
          aria-describedby={undefined}
          onCloseAutoFocus={leave}
          onKeyDown={(event) => {
            if (!matchesKeys(PALETTE_KEYS, event.nativeEvent, isApple())) return;
            event.preventDefault();
            commandPalette.set(false);
          }}
          className="fixed inset-x-3 top-3 z-50 overflow-hidden rounded-md border border-line bg-panel shadow-raise outline-none sm:inset-x-auto sm:top-[14vh] sm:left-1/2 sm:w-[640px] sm:max-w-[calc(100vw-32px)] sm:-translate-x-1/2"
        >
          <Title className="sr-only">Search and command</Title>
          <PaletteList
            onChoose={(run) => {
              chosen.current = run;
              commandPalette.set(false);
            }}
          />
        </Content>
      </Portal>
    </Root>
  );
}
