import fc from "fast-check";
import { expect, it } from "vitest";
import { safeNext } from "./safe-next.ts";

it.each([
  ["/volumes", "/volumes"],
  [
    "/volumes/vol_3f8a21c09b7e/files?path=/a%20b&open=/a/b.txt#L3",
    "/volumes/vol_3f8a21c09b7e/files?path=/a%20b&open=/a/b.txt#L3",
  ],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/.//evil.example", "/"],
  ["/a/..//evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["volumes", "/"],
  ["/sign-in?next=/sign-in", "/"],
  [undefined, "/"],
])("%s leads to %s", (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});

it("never leaves the dashboard", () => {
  const pieces = fc
    .array(fc.constantFrom("/", "\\", ".", "..", "\t", "%2f", "@", ":", "evil.example", "?", "#"))
    .map((all) => all.join(""));
  const origin = "http://localhost:3000";
  fc.assert(fc.property(pieces, (text) => new URL(safeNext(`/${text}`), origin).origin === origin));
});
