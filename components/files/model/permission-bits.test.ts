import fc from "fast-check";
import { expect, test } from "vitest";
import { hasBit, octal, parseOctal, symbolic, withBit } from "./permission-bits.ts";

test("octal reads and writes the bits people know", () => {
  expect(parseOctal("644")).toBe(0o644);
  expect(parseOctal("0755")).toBe(0o755);
  for (const wrong of ["", "64", "4755", "888", "rwx"]) expect(parseOctal(wrong)).toBeNull();
  expect(octal(0o44)).toBe("0044");
  expect(symbolic(0o754)).toBe("rwxr-xr--");
});

test("text and bits are the same thing, and one box changes one bit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0o777 }), (bits) => {
      expect(parseOctal(octal(bits))).toBe(bits);
      expect(hasBit(withBit(bits, "group", "write", true), "group", "write")).toBe(true);
      expect(withBit(bits, "others", "execute", false) | 1).toBe(bits | 1);
    }),
  );
});
