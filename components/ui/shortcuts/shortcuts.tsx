"use client";

import { useEffect } from "react";
import { Dialog } from "../dialog.tsx";
import { type Shortcut, shortcuts } from "./registry.ts";
import { shortcutSheet, showShortcuts } from "./sheet-flag.ts";
import { ShortcutKeys } from "./shortcut-keys.tsx";
import { isApple } from "./use-apple.ts";
import { useShortcutList, useShortcuts } from "./use-shortcuts.ts";

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
  return (
    <Dialog open={open} onOpenChange={shortcutSheet.set} title="Keyboard shortcuts" className="sm:max-w-2xl">
      <ShortcutLists />
    </Dialog>
  );
}

/** The scopes in which they were registered last come first: what is on screen, then what is everywhere. */
function byScope(list: readonly Shortcut[]): [string, Shortcut[]][] {
  const scopes = new Map<string, Shortcut[]>();
  for (const shortcut of list) scopes.set(shortcut.scope, [...(scopes.get(shortcut.scope) ?? []), shortcut]);
  return [...scopes].sort(([a], [b]) => Number(a === "Everywhere") - Number(b === "Everywhere"));
}

function ShortcutLists() {
  return (
    <div className="gap-x-8 sm:columns-2">
      {byScope(useShortcutList()).map(([scope, list]) => (
        <section key={scope} aria-labelledby={`shortcuts-${scope}`} className="mb-4 break-inside-avoid">
          <h3 id={`shortcuts-${scope}`} className="mb-1 text-caption text-faint">
            {scope}
          </h3>
          <dl>
            {list.map(({ id, keys, label }) => (
              <div key={id} className="flex items-center justify-between gap-4 border-b py-1 last:border-b-0">
                <dt>{label}</dt>
                <dd className="shrink-0">
                  <ShortcutKeys keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
