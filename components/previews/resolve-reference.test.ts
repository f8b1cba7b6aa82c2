import fc from "fast-check";
import { expect, it } from "vitest";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import { resolveReference } from "./resolve-reference.ts";

const parsed = parseVolumePath("/docs/guide/readme.md");
if (!parsed.ok) throw new Error(parsed.problem);
const file: VolumePath = parsed.path;

it.each([
  ["img/a.png", "/docs/guide/img/a.png"],
  ["./a%20b.png", "/docs/guide/a b.png"],
  ["../logo.svg?x#y", "/docs/logo.svg"],
  ["/top.png", "/top.png"],
])("%s is %s", (reference, path) => {
  expect(resolveReference(file, reference)).toBe(path);
});

it.each([
  "",
  "#top",
  "https://example.com/a.png",
  "//example.com/a.png",
  "\\\\example.com\\a",
  "data:image/png;base64,",
  "javascript:alert(1)",
  "../../../a.png",
])("%j leads nowhere", (reference) => {
  expect(resolveReference(file, reference)).toBeNull();
});

it("answers a path of the volume or nothing, whatever is written", () => {
  fc.assert(
    fc.property(fc.string(), (reference) => {
      const path = resolveReference(file, reference);
      if (path !== null) expect(parseVolumePath(path)).toEqual({ ok: true, path });
    }),
  );
});
