import fc from "fast-check";
import { expect, it } from "vitest";
import { minimalEdit } from "./minimal-edit.ts";

const text = fc.array(fc.constantFrom("a", "b", "\r\n", "😀", "😁", "\r", "\n")).map((parts) => parts.join(""));

it("turns one text into the other, whatever they are", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { start, end, text: put } = minimalEdit(before, after);
      expect(before.slice(0, start) + put + before.slice(end)).toBe(after);
      expect(put.isWellFormed() && before.slice(start, end).isWellFormed()).toBe(true);
    }),
  );
});

it("leaves what is the same alone, so that a cursor there stays", () => {
  expect(minimalEdit("one\ntwo\nthree", "one\n2\nthree")).toEqual({ start: 4, end: 7, text: "2" });
  expect(minimalEdit("same", "same")).toEqual({ start: 4, end: 4, text: "" });
});
