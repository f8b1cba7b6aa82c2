import fc from "fast-check";
import { expect, it } from "vitest";
import { nameProblem } from "#lib/api/paths.ts";
import { copyName } from "./copy-name.ts";

it("marks the copy before the extension", () => {
  expect(copyName("a.txt")).toBe("a (mine).txt");
  expect(copyName("a.txt", 1)).toBe("a (mine 2).txt");
  expect(copyName(".env")).toBe(".env (mine)");
  expect(copyName("Makefile")).toBe("Makefile (mine)");
});

it("is a name one can use, however long the original", () => {
  const name = fc
    .tuple(fc.stringMatching(/^[a-zé日]{1,250}$/), fc.constantFrom("", ".txt"))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(name, fc.nat(99), (original, tries) => {
      fc.pre(nameProblem(original) === null);
      expect(nameProblem(copyName(original, tries))).toBeNull();
    }),
  );
});
