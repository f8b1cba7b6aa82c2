"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { useReturnFocus } from "#components/ui/use-return-focus.ts";
import { commandPalette, openCommandPalette, PALETTE_KEYS } from "./commands.ts";
import { PaletteWaiting } from "./palette-waiting.tsx";

const load = untilLoaded(() => import("./palette-dialog.tsx"));
const PaletteDialog = lazy(() => load().then(({ PaletteDialog }) => ({ default: PaletteDialog })));

/** ⌘K: everything that can be gone to or done here and now, found by typing. Stands once, in the layout. */
export function CommandPalette() {
  const open = commandPalette.use();
  const [wanted, setWanted] = useState(false);
  if (open && !wanted) setWanted(true);
  const [search, setSearch] = useState("");
  if (!open && search !== "") setSearch("");
  // Here, since the field that waits for the palette's code has the focus before the palette.
  const returnFocus = useReturnFocus(open);

  // Most visits never ask for it. Who presses the first of its keys may; until it has come, its place is typed into.
  useEffect(() => {
    const begin = ({ key }: KeyboardEvent) => {
      if (key === "Control" || key === "Meta") void load();
    };
    window.addEventListener("keydown", begin);
    return () => window.removeEventListener("keydown", begin);
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
  const leave = () => {
    // Gone first: what has the focus now is in it.
    flushSync(() => commandPalette.set(false));
    returnFocus(new Event("close"));
  };
  return (
    <Suspense fallback={open && <PaletteWaiting search={search} onSearch={setSearch} onClose={leave} />}>
      <PaletteDialog open={open} search={search} onSearch={setSearch} returnFocus={returnFocus} />
    </Suspense>
  );
}
