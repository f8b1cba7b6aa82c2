import { expect, test } from "vitest";
import type { VolumePath } from "#lib/api/paths.ts";
import { ALL_TICKED, chosenOf, countTicked, isTicked, tick, tickFile } from "./ticks.ts";

const path = "/a.txt" as VolumePath;
const match = { line: 1, column: 1, text: "x", range: [0, 1] as [number, number], put: "y", put_cut: false };
/** A file with `shown` matches on the screen and `total` in all. */
const file = (shown: number, total = shown) => ({ path, total, matches: Array.from({ length: shown }, () => match) });

test("everything is ticked at first, and nothing is sent of a file with nothing ticked", () => {
  expect(chosenOf(ALL_TICKED, file(3))).toEqual({ all: true });
  const none = tickFile(ALL_TICKED, file(3), false);
  expect([countTicked(none, file(3)), chosenOf(none, file(3))]).toEqual([0, null]);
  expect(chosenOf(tickFile(none, file(3), true), file(3))).toEqual({ all: true });
});

test("a few unticked matches are sent as such, a few ticked ones too", () => {
  const one = tick(ALL_TICKED, path, 2, false);
  expect(isTicked(one, path, 2)).toBe(false);
  expect(chosenOf(one, file(5))).toEqual({ except: [2] });
  const most = [0, 1, 3].reduce((ticks, ordinal) => tick(ticks, path, ordinal, false), one);
  expect(chosenOf(most, file(5))).toEqual({ only: [4] });
  expect(
    chosenOf(tick(tick(tick(tick(most, path, 0, true), path, 1, true), path, 2, true), path, 3, true), file(5)),
  ).toEqual({
    all: true,
  });
});

test("matches that are not shown go along, unless they are unticked themselves", () => {
  const three = [0, 1, 2].reduce((ticks, ordinal) => tick(ticks, path, ordinal, false), ALL_TICKED);
  expect([countTicked(three, file(4, 10)), chosenOf(three, file(4, 10))]).toEqual([7, { except: [0, 1, 2] }]);
  const shown = tick(ALL_TICKED, path, "rest", false);
  expect([countTicked(shown, file(2, 10)), chosenOf(shown, file(2, 10))]).toEqual([2, { only: [0, 1] }]);
});
