import fc from "fast-check";
import { expect, test } from "vitest";
import { movePace, startPace } from "./pace.ts";
import { formatTimeLeft, nextTimeLeft, type TimeLeft } from "./time-left.ts";

test("a steady stream is told at its own rate, and one burst does not jolt it", () => {
  let pace = startPace(0);
  for (let now = 250; now <= 10_000; now += 250) pace = movePace(pace, 250_000, now);
  expect(pace.rate).toBeCloseTo(1_000_000, -3);
  const burst = movePace(pace, 2_500_000, 10_250);
  expect(burst.rate).toBeLessThan(2_000_000);
});

test("the rate stays between the slowest and the fastest it saw", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 }), (amounts) => {
      let pace = startPace(0);
      for (const [index, amount] of amounts.entries()) pace = movePace(pace, amount, (index + 1) * 1000);
      expect(pace.rate).toBeGreaterThanOrEqual(Math.min(...amounts) - 1e-6);
      expect(pace.rate).toBeLessThanOrEqual(Math.max(...amounts) + 1e-6);
    }),
  );
});

test("the time left falls at once, and rises only when the longer one has held for five seconds", () => {
  let left: TimeLeft = nextTimeLeft(null, 58, 0);
  expect(left.seconds).toBe(60);
  left = nextTimeLeft(left, 28, 100);
  expect(left.seconds).toBe(30);
  left = nextTimeLeft(left, 200, 200);
  expect(left.seconds).toBe(30);
  left = nextTimeLeft(left, 25, 4000);
  left = nextTimeLeft(left, 200, 5000);
  left = nextTimeLeft(left, 200, 9900);
  expect(left.seconds).toBe(30);
  left = nextTimeLeft(left, 200, 10_000);
  expect(left.seconds).toBe(240);
});

test("time left is said in coarse words", () => {
  expect([3, 20, 90, 240, 2700, 7200].map(formatTimeLeft)).toEqual([
    "a few seconds left",
    "about 20 s left",
    "about 1½ min left",
    "about 4 min left",
    "about 45 min left",
    "about 2 h left",
  ]);
});
