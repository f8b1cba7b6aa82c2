import { describe, expect, test } from "vitest";
import { isTyping, NOT_TYPING, TYPE_AHEAD_PAUSE, typeAheadTarget, typed } from "./type-ahead.ts";

const rows = (names: (string | null)[]) => ({ total: names.length, nameAt: (index: number) => names[index] ?? null });
const list = rows(["alpha", "beta", "Bravo", "gamma"]);
const at = (text: string) => ({ text, at: 0 });

describe("type-ahead", () => {
  test("letters add up until a pause", () => {
    const one = typed(NOT_TYPING, "b", 1000);
    expect(typed(one, "r", 1000 + TYPE_AHEAD_PAUSE).text).toBe("br");
    expect(typed(one, "r", 1001 + TYPE_AHEAD_PAUSE).text).toBe("r");
    expect(isTyping(one, 1500)).toBe(true);
    expect(isTyping(NOT_TYPING, 1500)).toBe(false);
  });

  test("one letter goes to the next name, and again walks on and round", () => {
    expect(typeAheadTarget(at("b"), list, 0)).toEqual({ kind: "row", index: 1 });
    expect(typeAheadTarget(at("b"), list, 1)).toEqual({ kind: "row", index: 2 });
    expect(typeAheadTarget(at("bb"), list, 2)).toEqual({ kind: "row", index: 1 });
  });

  test("more letters stay where they match", () => {
    expect(typeAheadTarget(at("br"), list, 2)).toEqual({ kind: "row", index: 2 });
    expect(typeAheadTarget(at("be"), list, 2)).toEqual({ kind: "row", index: 1 });
  });

  test("only a list with holes asks the server", () => {
    expect(typeAheadTarget(at("zz"), list, 0)).toEqual({ kind: "none" });
    expect(typeAheadTarget(at("zeta"), rows(["alpha", null]), 0)).toEqual({ kind: "ask", prefix: "zeta" });
  });
});
