"use client";

import { Search } from "lucide-react";
import { ShortcutKeys } from "#components/ui/shortcuts/shortcut-keys.tsx";
import { openCommandPalette } from "./commands.ts";

/** The way to the command palette for a pointer. */
export function PaletteButton() {
  return (
    <button
      type="button"
      onClick={openCommandPalette}
      title="Search and command"
      className="inline-flex h-7 items-center gap-2 rounded-md border border-line-strong px-2 text-muted transition-colors hover:bg-hover hover:text-ink max-sm:border-transparent"
    >
      <Search className="size-4" aria-hidden="true" />
      <span className="max-lg:sr-only">Search</span>
      <span aria-hidden="true" className="max-sm:hidden">
        <ShortcutKeys keys="Mod+K" />
      </span>
    </button>
  );
}
