import { expect, it } from "vitest";
import { relativeTime } from "./format-time.ts";

const now = new Date(2026, 10, 20, 12).getTime();
const ago = (seconds: number) => relativeTime(new Date(now - seconds * 1000), now);

it.each([
  [0, "just now"],
  [9, "just now"],
  [-4, "just now"],
  [45, "45 s ago"],
  [119, "1 min ago"],
  [3600, "1 h ago"],
  [86_399, "23 h ago"],
  [5 * 86_400, "5 d ago"],
  [-3 * 3600, "in 3 h"],
  [-7 * 86_400, "in 7 d"],
])("%i seconds ago reads %s", (seconds, text) => {
  expect(ago(seconds)).toBe(text);
});

it("names the day when it is long ago, and the year when it is another", () => {
  expect(relativeTime(new Date(2026, 2, 4), now)).toBe("Mar 4");
  expect(relativeTime(new Date(2025, 2, 4), now)).toBe("Mar 4, 2025");
});
