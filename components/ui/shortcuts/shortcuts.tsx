"use client";

import dynamic from "next/dynamic";
import { useEffect } from "react";
import { untilLoaded } from "../until-loaded.ts";
import { shortcuts } from "./registry.ts";
import { shortcutSheet, showShortcuts } from "./sheet-flag.ts";
import { isApple } from "./use-apple.ts";
import { useShortcuts } from "./use-shortcuts.ts";

const ShortcutSheet = dynamic(
  untilLoaded(() => import("./shortcut-sheet.tsx").then((loaded) => loaded.ShortcutSheet)),
  {
    loading: () => null,
  },
);

/** Listens for every shortcut of the page, and answers `?` with the list of them. Stands once, in the layout. */
export function Shortcuts() {
  const open = shortcutSheet.use();
  useEffect(() => {
    const press = (event: KeyboardEvent) => shortcuts.press(event, isApple());
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  useShortcuts([
    { id: "shortcuts", keys: "?", scope: "Everywhere", label: "Show these shortcuts", run: showShortcuts },
  ]);
  return open && <ShortcutSheet />;
}
