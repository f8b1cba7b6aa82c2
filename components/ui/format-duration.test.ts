import { expect, it } from "vitest";
import { formatDuration } from "./format-duration.ts";

it.each([
  [0, "0 ms"],
  [340.4, "340 ms"],
  [4_270, "4.2 s"],
  [59_999, "59 s"],
  [200_000, "3 min 20 s"],
  [300_000, "5 min"],
  [7_500_000, "2 h 5 min"],
  [273_600_000, "3 d 4 h"],
])("says %i ms as %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
