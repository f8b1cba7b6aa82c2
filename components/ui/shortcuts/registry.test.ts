import { expect, test, vi } from "vitest";
import { createShortcutRegistry } from "./registry.ts";

/** As much of an element as the registry asks for: which selectors it lies within, and what it contains. */
function element(within: readonly string[] = [], contains: readonly unknown[] = []): Element {
  const self = {
    closest: (selector: string): unknown => (within.some((name) => selector.includes(name)) ? self : null),
    contains: (other: unknown) => other === self || contains.includes(other),
  };
  // The registry calls these two methods of an element and nothing else.
  return self as unknown as Element;
}

function pressOf(key: string, target: Element | null = element(), more: object = {}): KeyboardEvent {
  const event = {
    key,
    code: "",
    metaKey: false,
    ctrlKey: false,
    altKey: false,
    shiftKey: false,
    isComposing: false,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
    target,
    ...more,
  };
  // The fields above are all that a key press is asked for.
  return event as unknown as KeyboardEvent;
}

test("the newest shortcut of the same keys wins, and the older one is back when it goes", () => {
  const registry = createShortcutRegistry();
  const page = vi.fn();
  const dialog = vi.fn();
  registry.register([{ id: "page", keys: "Enter", scope: "Files", label: "Open", run: page }]);
  const leave = registry.register([{ id: "dialog", keys: "Enter", scope: "Dialog", label: "Agree", run: dialog }]);
  registry.press(pressOf("Enter"), false);
  leave();
  registry.press(pressOf("Enter"), false);
  expect([dialog.mock.calls.length, page.mock.calls.length]).toEqual([1, 1]);
});

test("a disabled shortcut lets the next one have the keys, and stays listed", () => {
  const registry = createShortcutRegistry();
  const run = vi.fn();
  registry.register([{ id: "on", keys: "r", scope: "A", label: "On", run }]);
  registry.register([{ id: "off", keys: "r", scope: "A", label: "Off", enabled: false, run: () => expect.fail() }]);
  registry.press(pressOf("r"), false);
  expect(run).toHaveBeenCalledOnce();
  expect(registry.list().map(({ id }) => id)).toEqual(["off", "on"]);
});

test("nothing fires while the person types, unless it says so", () => {
  const registry = createShortcutRegistry();
  const question = vi.fn();
  const save = vi.fn();
  registry.register([
    { id: "help", keys: "?", scope: "Everywhere", label: "Help", run: question },
    { id: "save", keys: "Mod+S", scope: "Editor", label: "Save", run: save, whenTyping: true },
  ]);
  registry.press(pressOf("?", element(["textarea"])), false);
  registry.press(pressOf("s", element(["textarea"]), { ctrlKey: true }), false);
  expect([question.mock.calls.length, save.mock.calls.length]).toEqual([0, 1]);
});

test("what lies under an open dialog does not hear keys pressed in it", () => {
  const registry = createShortcutRegistry();
  const run = vi.fn();
  const anywhere = vi.fn();
  registry.register([
    { id: "delete", keys: "Delete", scope: "Files", label: "Delete", run },
    { id: "palette", keys: "Mod+K", scope: "Everywhere", label: "Palette", run: anywhere, overDialogs: true },
  ]);
  registry.press(pressOf("Delete", element(['[role="dialog"]'])), false);
  registry.press(pressOf("k", element(['[role="dialog"]']), { ctrlKey: true }), false);
  expect([run.mock.calls.length, anywhere.mock.calls.length]).toEqual([0, 1]);
});

test("a shortcut with a home works only inside it", () => {
  const registry = createShortcutRegistry();
  const inside = element();
  const home = element([], [inside]);
  const run = vi.fn();
  registry.register([{ id: "rename", keys: "F2", scope: "Files", label: "Rename", run, within: () => home }]);
  registry.press(pressOf("F2", element()), false);
  expect(run).not.toHaveBeenCalled();
  registry.press(pressOf("F2", inside), false);
  expect(run).toHaveBeenCalledOnce();
});

test("a key somebody else answered, or that belongs to an input method, is left alone", () => {
  const registry = createShortcutRegistry();
  const run = vi.fn();
  registry.register([{ id: "a", keys: "Enter", scope: "A", label: "A", run }]);
  registry.press(pressOf("Enter", null, { defaultPrevented: true }), false);
  registry.press(pressOf("Enter", null, { isComposing: true }), false);
  expect(run).not.toHaveBeenCalled();
  registry.press(pressOf("Enter", null), false);
  expect(run).toHaveBeenCalledOnce();
});
