"use client";

import { Search } from "lucide-react";
import { matchesKeys } from "#components/ui/shortcuts/keys.ts";
import { isApple } from "#components/ui/shortcuts/use-apple.ts";
import { PALETTE_KEYS } from "./commands.ts";
import { PALETTE_HINT, type PaletteSearch, paletteFieldClass, palettePanelClass } from "./palette-look.ts";

/**
 * Where the palette is typed into until its code has come: a field of its own, so that what is typed, pasted or composed at
 * once is neither lost nor taken for a shortcut of the page.
 */
export function PaletteWaiting({ search, onSearch, onClose }: PaletteSearch & { onClose: () => void }) {
  return (
    <>
      <div onPointerDown={onClose} className="fixed inset-0 z-40 bg-overlay" />
      <div
        role="dialog"
        aria-label="Search and command"
        aria-busy="true"
        className={palettePanelClass}
        onKeyDown={(event) => {
          if (event.key === "Tab") event.preventDefault();
          if (event.key !== "Escape" && !matchesKeys(PALETTE_KEYS, event.nativeEvent, isApple())) return;
          event.preventDefault();
          onClose();
        }}
      >
        <div className="flex items-center gap-2 border-b px-3">
          <Search className="size-4 shrink-0 text-faint" aria-hidden="true" />
          <input
            // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
            autoFocus
            aria-label="Commands"
            placeholder={PALETTE_HINT}
            autoComplete="off"
            spellCheck={false}
            value={search}
            onChange={(event) => onSearch(event.target.value)}
            className={paletteFieldClass}
          />
        </div>
        <p className="animate-wait px-3 py-8 text-center text-muted">Fetching the commands …</p>
      </div>
    </>
  );
}
