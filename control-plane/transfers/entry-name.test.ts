import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryName, safeLinkTarget } from "./entry-name.ts";

/** What Linux lets a name be: no NUL, no slash, not the two names of a directory's own. */
const diskName = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => bytes.map((byte) => (byte === 0 || byte === 0x2f ? 0x5c : byte)))
  .filter((bytes) => ![".", ".."].includes(Buffer.from(bytes).toString("latin1")));

describe("entryName", () => {
  it("keeps ordinary names", () => {
    expect(entryName(Buffer.from("naïve 😀.txt"))).toBe("naïve 😀.txt");
    expect(entryName(Buffer.from("a%5C.txt"))).toBe("a%5C.txt");
  });

  it("leaves no separator and no way up in any name", () => {
    fc.assert(
      fc.property(diskName, (bytes) => {
        const name = entryName(bytes);
        expect(name).not.toMatch(/[\\/\0]/);
        expect(["", ".", ".."]).not.toContain(name);
        expect(name.isWellFormed()).toBe(true);
      }),
    );
  });

  it("gives two names two texts", () => {
    const tricky = fc.stringMatching(/^[\\%5C\u{FFFD}a]{1,8}$/u).map((text) => Buffer.from(text));
    fc.assert(
      fc.property(fc.oneof(tricky, diskName), fc.oneof(tricky, diskName), (one, other) => {
        fc.pre(!Buffer.from(one).equals(Buffer.from(other)));
        expect(entryName(one)).not.toBe(entryName(other));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("safeLinkTarget", () => {
  it.each([
    ["b.txt", 0],
    ["sub/b.txt", 0],
    ["../b.txt", 1],
    ["./../../b", 2],
    ["..", 1],
  ])("keeps %s at depth %i", (target, depth) => {
    expect(safeLinkTarget(Buffer.from(target), depth)).toBe(target);
  });

  it.each([
    ["an absolute one", "/etc/passwd", 3],
    ["one above the root", "../b", 0],
    ["one that climbs after a name, which may be a link itself", "s/../../b", 5],
    ["one with backslashes", "..\\..\\b", 5],
    ["one that is not UTF-8", "\xff/..", 5],
    ["an empty one", "", 1],
  ])("drops %s", (_, target, depth) => {
    expect(safeLinkTarget(Buffer.from(target, "latin1"), depth)).toBeNull();
  });
});
