import { afterEach, expect, test, vi } from "vitest";
import { gather } from "./gather.ts";

afterEach(() => {
  vi.useRealTimers();
});

test("one alone is handed on at once, a crowd in groups, and none is lost or out of order", () => {
  vi.useFakeTimers();
  const groups: (readonly number[])[] = [];
  const tell = gather<number>(150, (group) => groups.push(group));
  tell(1);
  expect(groups).toEqual([[1]]);
  for (let number = 2; number <= 1000; number++) tell(number);
  expect(groups).toHaveLength(1);
  vi.advanceTimersByTime(150);
  expect(groups).toHaveLength(2);
  tell(1001);
  vi.advanceTimersByTime(150);
  expect(groups.flat()).toEqual(Array.from({ length: 1001 }, (_, index) => index + 1));
  expect(groups).toHaveLength(3);
  vi.advanceTimersByTime(150);
  tell(1002);
  expect(groups).toHaveLength(4);
});
