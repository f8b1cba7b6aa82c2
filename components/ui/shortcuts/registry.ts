import { type Keys, matchesKeys } from "./keys.ts";

export type Shortcut = {
  /** Unique: the same id registered again stands for the older one while both are there. */
  id: string;
  /** What the person presses; several when they mean the same. */
  keys: Keys | readonly Keys[];
  /** Where it works, as the sheet groups it: `Everywhere`, `Files`, `Editor`, … */
  scope: string;
  label: string;
  /** False takes it out of reach now; the sheet still lists it. Default true. */
  enabled?: boolean;
  /** Absent where the focused widget answers the keys itself (arrows in a list, Monaco): then it is only listed. */
  run?: (event: KeyboardEvent) => void;
  /** Also in inputs and the editor. Default false. */
  whenTyping?: boolean;
  /** Only while the focus is inside this element. */
  within?: () => Element | null | undefined;
  /** Also while a dialog or a menu is open that does not hold `within`. Default false. */
  overDialogs?: boolean;
};

const keysOf = ({ keys }: Shortcut): readonly Keys[] => (typeof keys === "string" ? [keys] : keys);

const TYPING =
  'input:not([type="checkbox"],[type="radio"],[type="button"]),textarea,select,[contenteditable="true"],.monaco-editor';
const LAYERS = '[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"][data-state="open"]';

const isElement = (target: EventTarget | null): target is Element => target !== null && "closest" in target;

/** Every shortcut that is registered now; the newest first, so that what is nearest to the person wins. */
export function createShortcutRegistry() {
  let groups: readonly (readonly Shortcut[])[] = [];
  let list: readonly Shortcut[] = [];
  const listeners = new Set<() => void>();

  const update = (next: readonly (readonly Shortcut[])[]) => {
    groups = next;
    const byId = new Map<string, Shortcut>();
    for (const shortcut of groups.flat()) if (!byId.has(shortcut.id)) byId.set(shortcut.id, shortcut);
    list = [...byId.values()];
    for (const listener of listeners) listener();
  };

  const isInReach = (shortcut: Shortcut, target: Element | null): boolean => {
    if (shortcut.enabled === false || !shortcut.run) return false;
    const home = shortcut.within?.();
    if (shortcut.within && !(home && target && home.contains(target))) return false;
    if (!shortcut.whenTyping && target?.closest(TYPING)) return false;
    const layer = target?.closest(LAYERS);
    return !layer || shortcut.overDialogs === true || (home != null && layer.contains(home));
  };

  return {
    /** Adds shortcuts; returns how to take them away. */
    register(shortcuts: readonly Shortcut[]): () => void {
      update([shortcuts, ...groups]);
      return () => update(groups.filter((group) => group !== shortcuts));
    },
    list: () => list,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Runs the shortcut of a key press, if there is one here and now. */
    press(event: KeyboardEvent, apple: boolean): void {
      if (event.defaultPrevented || event.isComposing) return;
      const target = isElement(event.target) ? event.target : null;
      const hit = list.find(
        (shortcut) => keysOf(shortcut).some((keys) => matchesKeys(keys, event, apple)) && isInReach(shortcut, target),
      );
      if (!hit) return;
      event.preventDefault();
      hit.run?.(event);
    },
  };
}

/** The one registry of this page. */
export const shortcuts = createShortcutRegistry();
