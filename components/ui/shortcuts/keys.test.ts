import { describe, expect, test } from "vitest";
import { keyCaps, matchesKeys } from "./keys.ts";

const press = (
  key: string,
  held: Partial<Record<"metaKey" | "ctrlKey" | "altKey" | "shiftKey", true>> = {},
  code = "",
) => ({
  key,
  code,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe("matchesKeys", () => {
  test("Mod is ⌘ on Apple machines and Ctrl elsewhere, never both", () => {
    expect(matchesKeys("Mod+K", press("k", { metaKey: true }), true)).toBe(true);
    expect(matchesKeys("Mod+K", press("k", { ctrlKey: true }), true)).toBe(false);
    expect(matchesKeys("Mod+K", press("k", { ctrlKey: true }), false)).toBe(true);
    expect(matchesKeys("Mod+K", press("k", { metaKey: true }), false)).toBe(false);
  });

  test("a modifier more or less is another shortcut", () => {
    expect(matchesKeys("Mod+F", press("F", { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(matchesKeys("Shift+Mod+F", press("F", { ctrlKey: true, shiftKey: true }), false)).toBe(true);
    expect(matchesKeys("Delete", press("Delete", { shiftKey: true }), false)).toBe(false);
  });

  test("a sign is told by what it types, whatever keys make it", () => {
    expect(matchesKeys("?", press("?", { shiftKey: true }), false)).toBe(true);
    expect(matchesKeys("?", press("?"), false)).toBe(true);
    expect(matchesKeys("?", press("?", { ctrlKey: true }), false)).toBe(false);
  });

  test("Alt with a letter goes by the place of the key", () => {
    expect(matchesKeys("Alt+W", press("∑", { altKey: true }, "KeyW"), true)).toBe(true);
    expect(matchesKeys("Alt+W", press("w", { altKey: true }, "KeyW"), false)).toBe(true);
  });
});

test("caps are written as each platform writes them", () => {
  expect(keyCaps("Shift+Mod+F", true)).toEqual(["⇧", "⌘", "F"]);
  expect(keyCaps("Shift+Mod+F", false)).toEqual(["Ctrl", "Shift", "F"]);
  expect(keyCaps("ArrowUp", false)).toEqual(["↑"]);
  expect(keyCaps("?", true)).toEqual(["?"]);
});
