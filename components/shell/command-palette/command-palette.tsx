"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { commandPalette, openCommandPalette, PALETTE_KEYS } from "./commands.ts";

const load = () => import("./palette-dialog.tsx");
const PaletteDialog = lazy(() => load().then(({ PaletteDialog }) => ({ default: PaletteDialog })));

/** ⌘K: everything that can be gone to or done here and now, found by typing. Stands once, in the layout. */
export function CommandPalette() {
  const open = commandPalette.use();
  const [wanted, setWanted] = useState(false);
  if (open && !wanted) setWanted(true);

  // There when the keys are pressed, yet after what the page itself needs.
  useEffect(() => {
    const timer = setTimeout(() => void load(), 4000);
    return () => clearTimeout(timer);
  }, []);
  useShortcuts([
    {
      id: "palette",
      keys: PALETTE_KEYS,
      scope: "Everywhere",
      label: "Search and command",
      whenTyping: true,
      run: openCommandPalette,
    },
  ]);
  if (!wanted) return null;
  return (
    <Suspense>
      <PaletteDialog open={open} />
    </Suspense>
  );
}
