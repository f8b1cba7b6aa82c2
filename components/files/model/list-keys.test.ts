import { describe, expect, test } from "vitest";
import { type KeyPress, listKey } from "./list-keys.ts";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});
const where = { index: 5, total: 100, pageRows: 20, typing: false };

describe("keys of the list", () => {
  test.each([
    ["ArrowDown", 6],
    ["ArrowUp", 4],
    ["PageDown", 25],
    ["PageUp", 0],
    ["Home", 0],
    ["End", 99],
  ])("%s goes to row %i", (key, index) => {
    expect(listKey(press(key), where)).toEqual({ kind: "move", index, how: "only" });
  });

  test("Shift extends, Ctrl moves the focus alone", () => {
    expect(listKey(press("End", { shiftKey: true }), where)).toEqual({ kind: "move", index: 99, how: "range" });
    expect(listKey(press("ArrowDown", { ctrlKey: true }), where)).toEqual({ kind: "move", index: 6, how: "focus" });
  });

  test("moves stay inside the rows, and an empty list takes none", () => {
    expect(listKey(press("ArrowDown"), { ...where, index: 99 })).toEqual({ kind: "move", index: 99, how: "only" });
    expect(listKey(press("End"), { ...where, total: 0 })).toBeNull();
  });

  test("a space peeks, but belongs to a name that is being typed", () => {
    expect(listKey(press(" "), where)).toEqual({ kind: "peek" });
    expect(listKey(press(" "), { ...where, typing: true })).toEqual({ kind: "type", text: " " });
    expect(listKey(press(" ", { ctrlKey: true }), where)).toEqual({ kind: "toggle" });
  });

  test("letters type ahead, commands and named keys are left alone", () => {
    expect(listKey(press("r"), where)).toEqual({ kind: "type", text: "r" });
    expect(listKey(press("ü"), where)).toEqual({ kind: "type", text: "ü" });
    expect(listKey(press("a", { ctrlKey: true }), where)).toBeNull();
    expect(listKey(press("Tab"), where)).toBeNull();
    expect(listKey(press("F2"), where)).toBeNull();
    expect(listKey(press("?", { shiftKey: true }), where)).toBeNull();
  });

  test("the parent and the menu have keys of both worlds", () => {
    for (const one of [press("Backspace"), press("ArrowUp", { altKey: true }), press("ArrowUp", { metaKey: true })])
      expect(listKey(one, where)).toEqual({ kind: "parent" });
    expect(listKey(press("F10", { shiftKey: true }), where)).toEqual({ kind: "menu" });
    expect(listKey(press("ContextMenu"), where)).toEqual({ kind: "menu" });
  });
});
