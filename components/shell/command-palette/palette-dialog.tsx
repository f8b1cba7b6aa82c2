"use client";

import { Content, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import { useRef } from "react";
import { matchesKeys } from "#components/ui/shortcuts/keys.ts";
import { isApple } from "#components/ui/shortcuts/use-apple.ts";
import { commandPalette, PALETTE_KEYS } from "./commands.ts";
import { PaletteList } from "./palette-list.tsx";
import { type PaletteSearch, palettePanelClass } from "./palette-look.ts";

type PaletteDialogProps = PaletteSearch & {
  open: boolean;
  /** Puts the focus back to where it was when the palette was asked for. */
  returnFocus: (event: Event) => void;
};

/** The palette itself, apart from the keys that open it, so that its code is no part of the first load. */
export function PaletteDialog({ open, returnFocus, ...typed }: PaletteDialogProps) {
  const chosen = useRef<(() => void) | null>(null);

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
          className={palettePanelClass}
        >
          <Title className="sr-only">Search and command</Title>
          <PaletteList
            {...typed}
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
