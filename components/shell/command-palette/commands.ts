import type { ReactNode } from "react";
import { createFlag } from "#components/ui/flag.ts";
import type { Keys } from "#components/ui/shortcuts/keys.ts";

export type Command = {
  /** Unique among all that are registered. */
  id: string;
  /** What it does, as an act: `New folder`, `Delete 3 files`. */
  label: string;
  /** A 16 px lucide icon. */
  icon?: ReactNode;
  /** The shortcut that does the same, to teach it. The palette does not listen for it. */
  keys?: Keys;
  /** Other words people may type for it. */
  keywords?: readonly string[];
  /** Why it cannot be done now; absent or null when it can. */
  reason?: string | null;
  run: () => void;
};

export type CommandGroup = { name: string; commands: readonly Command[] };

let groups: readonly CommandGroup[] = [];
const listeners = new Set<() => void>();

function change(next: readonly CommandGroup[]): void {
  groups = next;
  for (const listener of listeners) listener();
}

/** What the palette offers besides what it offers on every page. */
export const commandGroups = {
  list: () => groups,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Adds a group; returns how to take it away. */
  register(group: CommandGroup): () => void {
    change([group, ...groups]);
    return () => change(groups.filter((other) => other !== group));
  },
};

/** Open the palette, and close it again. */
export const PALETTE_KEYS = "Mod+K";

export const commandPalette = createFlag();

export const openCommandPalette = (): void => commandPalette.set(true);
