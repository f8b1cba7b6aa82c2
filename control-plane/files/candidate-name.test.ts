import fc from "fast-check";
import { expect, it } from "vitest";
import { candidateName } from "./candidate-name.ts";

const text = (name: string, count: number, isDirectory = false) =>
  candidateName(Buffer.from(name), count, isDirectory).toString();

it("counts before the extension", () => {
  expect(text("a.txt", 1)).toBe("a.txt");
  expect(text("a.txt", 2)).toBe("a (2).txt");
  expect(text("a", 3)).toBe("a (3)");
  expect(text(".env", 2)).toBe(".env (2)");
  expect(text("v1.2", 2, true)).toBe("v1.2 (2)");
});

it("is always a name of its own that fits, and text stays text", () => {
  const name = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 255 })
    .filter((one) => Buffer.byteLength(one) <= 255 && !one.includes("/") && !one.includes("\0"));
  fc.assert(
    fc.property(name, fc.integer({ min: 2, max: 999 }), fc.boolean(), (one, count, isDirectory) => {
      const candidate = candidateName(Buffer.from(one), count, isDirectory);
      expect(candidate.length).toBeLessThanOrEqual(255);
      expect(candidate.equals(Buffer.from(one))).toBe(false);
      if (one.isWellFormed()) expect(Buffer.from(candidate.toString())).toEqual(candidate);
    }),
  );
});
