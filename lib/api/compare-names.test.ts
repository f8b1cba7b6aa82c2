import fc from "fast-check";
import { expect, test } from "vitest";
import { compareNames } from "./compare-names.ts";

test("numbers count, case does not, and nothing is equal but itself", () => {
  const names = ["a10", "B", "a2", "b", "A2", "a02", "_", "ä", "10", "9", "a"];
  expect(names.toSorted(compareNames)).toEqual(["9", "10", "_", "a", "A2", "a02", "a2", "a10", "B", "b", "ä"]);
});

const name = fc.string({ unit: fc.constantFrom("a", "A", "b", "0", "1", "9", ".", "é"), maxLength: 6 });

test("it is an order: antisymmetric, transitive, total", () => {
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(compareNames(a, b))).toBe(0 - Math.sign(compareNames(b, a)));
      expect(compareNames(a, b) === 0).toBe(a === b);
      if (compareNames(a, b) < 0 && compareNames(b, c) < 0) expect(compareNames(a, c)).toBeLessThan(0);
    }),
    { numRuns: 2000 },
  );
});
