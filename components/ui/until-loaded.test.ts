import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { untilLoaded } from "./until-loaded.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("code that could not be fetched is asked for again until it is there, ever less often", async () => {
  const asked: number[] = [];
  const begun = Date.now();
  const loading = untilLoaded(async () => {
    asked.push(Date.now() - begun);
    if (asked.length < 8) throw new Error("Failed to load chunk");
    return "the code";
  })();
  await vi.runAllTimersAsync();
  expect(await loading).toBe("the code");
  expect(asked).toEqual([0, 1_000, 3_000, 7_000, 15_000, 30_000, 45_000, 60_000]);
});
