import { expect, it } from "vitest";
import { cn } from "./cn.ts";

it.each([
  ["h-8 px-3", "px-0", "h-8 px-0"],
  ["h-8 w-full", "size-4", "size-4"],
  ["text-base text-ink", "text-caption", "text-ink text-caption"],
  ["text-base text-ink", "text-muted", "text-base text-muted"],
  ["border border-control", "border-bad", "border border-bad"],
  ["border-b border-line", "border-t", "border-line border-t"],
  ["border-b-2 pt-1", "border-accent", "border-b-2 pt-1 border-accent"],
  ["gap-x-3 gap-y-1", "items-center", "gap-x-3 gap-y-1 items-center"],
  ["bg-panel bg-size-[16px_16px]", "p-1", "bg-panel bg-size-[16px_16px] p-1"],
  ["p-1", "p-3", "p-3"],
  ["pl-2 pr-8", "px-1", "px-1"],
  ["hover:bg-hover bg-panel", "bg-active", "hover:bg-hover bg-active"],
  ["max-sm:w-full w-56", "w-32", "max-sm:w-full w-32"],
  ["font-medium font-mono", "font-normal", "font-mono font-normal"],
  ["flex", "hidden", "hidden"],
  ["bg-panel/50 mt-2", "anything-else", "bg-panel/50 mt-2 anything-else"],
])("%s then %s is %s", (first, second, expected) => {
  expect(cn(first, second)).toBe(expected);
});

it("leaves out what is false", () => {
  expect(cn("a", false, undefined, ["b", null])).toBe("a b");
});
