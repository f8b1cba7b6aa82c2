import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countSelected,
  EMPTY_STATE,
  followRows,
  isSelected,
  type ListState,
  type Rows,
  renamed,
  type SelectionIntent,
  select,
  unnamedRange,
} from "./selection.ts";

const rowsOf = (names: readonly (string | null)[]): Rows => ({
  total: names.length,
  nameAt: (index) => names[index] ?? null,
});
const rows = rowsOf(["a", "b", "c", "d", "e"]);
const walk = (intents: SelectionIntent[], start: ListState = EMPTY_STATE) =>
  intents.reduce((state, intent) => select(state, rows, intent), start);
const picked = (state: ListState) => ["a", "b", "c", "d", "e"].filter((name) => isSelected(state.selection, name));

describe("selection", () => {
  test("a plain move selects one row and anchors there", () => {
    const state = walk([{ kind: "only", index: 2 }]);
    expect(picked(state)).toEqual(["c"]);
    expect(state.anchor).toEqual({ index: 2, name: "c" });
  });

  test("a range grows and shrinks from its anchor, both ways", () => {
    const start = walk([{ kind: "only", index: 2 }]);
    expect(picked(walk([{ kind: "range", index: 4, add: false }], start))).toEqual(["c", "d", "e"]);
    const back = walk(
      [
        { kind: "range", index: 4, add: false },
        { kind: "range", index: 1, add: false },
      ],
      start,
    );
    expect(picked(back)).toEqual(["b", "c"]);
    expect(back.focus.name).toBe("b");
  });

  test("a toggle adds and takes away one and leaves the rest", () => {
    const state = walk([
      { kind: "only", index: 0 },
      { kind: "toggle", index: 3 },
      { kind: "toggle", index: 0 },
    ]);
    expect(picked(state)).toEqual(["d"]);
  });

  test("an added range keeps what was selected", () => {
    const state = walk([
      { kind: "only", index: 0 },
      { kind: "toggle", index: 3 },
      { kind: "range", index: 4, add: true },
    ]);
    expect(picked(state)).toEqual(["a", "d", "e"]);
  });

  test("everything counts rows that are not loaded, and a toggle takes one out", () => {
    const sparse = rowsOf(["a", null, null, "d"]);
    const all = select(EMPTY_STATE, sparse, { kind: "every" });
    expect(countSelected(all.selection, sparse.total)).toBe(4);
    const but = select(all, sparse, { kind: "toggle", index: 3 });
    expect(countSelected(but.selection, sparse.total)).toBe(3);
    expect(isSelected(but.selection, "d")).toBe(false);
  });

  test("a range over rows that are not loaded asks for their names, unless it is the whole folder", () => {
    const sparse = rowsOf(["a", null, "c", "d"]);
    const state = select(EMPTY_STATE, sparse, { kind: "only", index: 0 });
    expect(unnamedRange(state, sparse, 2)).toEqual({ from: 0, to: 2 });
    const named = select(state, sparse, { kind: "range", index: 2, add: false, names: ["a", "b", "c"] });
    expect(picked(named)).toEqual(["a", "b", "c"]);
    expect(named.anchor.name).toBe("a");
    expect(unnamedRange(state, sparse, 3)).toBeNull();
    expect(select(state, sparse, { kind: "range", index: 3, add: false }).selection.kind).toBe("every");
  });

  test("focus follows its name when rows come in above it, and its position when the name is gone", () => {
    const state = walk([{ kind: "only", index: 1 }]);
    expect(followRows(state, rowsOf(["a", "a2", "b", "c"])).focus).toEqual({ index: 2, name: "b" });
    expect(followRows(state, rowsOf(["a", "c"])).focus).toEqual({ index: 1, name: "c" });
    expect(followRows(state, rowsOf(["a"])).focus).toEqual({ index: 0, name: "a" });
  });

  test("what was renamed is still selected", () => {
    const state = walk([
      { kind: "only", index: 1 },
      { kind: "range", index: 2, add: false },
    ]);
    const after = renamed(state, "c", "z");
    expect(isSelected(after.selection, "z")).toBe(true);
    expect(after.focus.name).toBe("z");
  });

  test("the count never disagrees with the rows, whatever is done", () => {
    const intent: fc.Arbitrary<SelectionIntent> = fc.oneof(
      fc.record({ kind: fc.constant("only" as const), index: fc.integer({ min: -2, max: 8 }) }),
      fc.record({ kind: fc.constant("toggle" as const), index: fc.integer({ min: -2, max: 8 }) }),
      fc.record({ kind: fc.constant("range" as const), index: fc.integer({ min: -2, max: 8 }), add: fc.boolean() }),
      fc.constant({ kind: "every" as const }),
      fc.constant({ kind: "none" as const }),
    );
    fc.assert(
      fc.property(fc.array(intent, { maxLength: 12 }), (intents) => {
        const state = walk(intents);
        expect(countSelected(state.selection, rows.total)).toBe(picked(state).length);
        expect(state.focus.index).toBeGreaterThanOrEqual(0);
        expect(state.focus.index).toBeLessThan(rows.total);
      }),
    );
  });
});
