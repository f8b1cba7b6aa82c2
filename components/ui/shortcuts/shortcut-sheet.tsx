"use client";

import { Dialog } from "../dialog.tsx";
import type { Keys } from "./keys.ts";
import type { Shortcut } from "./registry.ts";
import { shortcutSheet } from "./sheet-flag.ts";
import { ShortcutKeys } from "./shortcut-keys.tsx";
import { useShortcutList } from "./use-shortcuts.ts";

/** Every shortcut that holds on this page. */
export function ShortcutSheet() {
  return (
    <Dialog open onOpenChange={shortcutSheet.set} title="Keyboard shortcuts" className="sm:max-w-2xl">
      <ShortcutLists />
    </Dialog>
  );
}

type Listed = { id: string; label: string; keys: readonly Keys[] };

/** By scope, what is everywhere last; shortcuts that do the same stand in one line. */
function byScope(list: readonly Shortcut[]): [string, Listed[]][] {
  const scopes = new Map<string, Map<string, Listed>>();
  for (const { id, scope, label, keys } of list) {
    const lines = scopes.get(scope) ?? new Map<string, Listed>();
    scopes.set(scope, lines);
    const same = lines.get(label);
    lines.set(label, { id, label, keys: [...(same?.keys ?? []), ...(typeof keys === "string" ? [keys] : keys)] });
  }
  return [...scopes]
    .map(([scope, lines]): [string, Listed[]] => [scope, [...lines.values()]])
    .sort(([a], [b]) => Number(a === "Everywhere") - Number(b === "Everywhere"));
}

function ShortcutLists() {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, and must do so by keyboard too
    <section aria-label="Shortcuts" tabIndex={0} className="gap-x-8 outline-none sm:columns-2">
      {byScope(useShortcutList()).map(([scope, list]) => (
        <section key={scope} aria-labelledby={`shortcuts-${scope}`} className="mb-4">
          <h3 id={`shortcuts-${scope}`} className="mb-1 text-caption text-faint">
            {scope}
          </h3>
          <dl>
            {list.map(({ id, keys, label }) => (
              <div
                key={id}
                className="flex break-inside-avoid items-center justify-between gap-4 border-b py-1 last:border-b-0"
              >
                <dt className="min-w-24 flex-1">{label}</dt>
                <dd className="flex justify-end">
                  <ShortcutKeys keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </section>
  );
}
