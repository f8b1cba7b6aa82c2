import { expect, it } from "vitest";
import { retryDelay } from "./retry-delay.ts";

const HOUR = 3_600_000;
const waits = (random: number) => {
  const all: number[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const wait = retryDelay(attempt, random);
    if (wait === null) return all;
    all.push(wait);
  }
};

it("tries eight times over about a day, each time later, within its jitter", () => {
  const [least, middle, most] = [waits(0), waits(0.5), waits(0.999)];
  expect(middle).toHaveLength(7);
  expect(middle).toEqual(middle.toSorted((a, b) => a - b));
  const total = middle.reduce((sum, wait) => sum + wait, 0);
  expect(total).toBeGreaterThan(20 * HOUR);
  expect(total).toBeLessThan(26 * HOUR);
  middle.forEach((wait, at) => {
    expect(Number(least[at])).toBeLessThan(wait);
    expect(Number(most[at])).toBeGreaterThan(wait);
  });
});
