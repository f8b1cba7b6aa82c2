import { expect, it } from "vitest";
import { usageOf } from "./usage.ts";

it.each([
  [0, 100, 0, "calm"],
  [79_999, 100_000, 79, "calm"],
  [80, 100, 80, "warn"],
  [94_999, 100_000, 94, "warn"],
  [95, 100, 95, "bad"],
  [99_999, 100_000, 99, "bad"],
  [120, 100, 120, "bad"],
] as const)("%i of %i is %i %% and %s", (used, cap, percent, tone) => {
  expect(usageOf(used, cap)).toEqual({ percent, tone });
});

it("has no share without a cap", () => {
  expect(usageOf(5, null)).toEqual({ percent: null, tone: "calm" });
});
