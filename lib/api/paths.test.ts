import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  childOf,
  components,
  isEscapedName,
  isWithin,
  nameFromBytes,
  nameOf,
  nameProblem,
  nameToBytes,
  parentOf,
  parseVolumePath,
  type VolumePath,
} from "./paths.ts";

const parsed = (text: string): VolumePath => {
  const result = parseVolumePath(text);
  if (!result.ok) throw new Error(result.problem);
  return result.path;
};
const problem = (text: string) => {
  const result = parseVolumePath(text);
  return result.ok ? null : result.problem;
};

/** Bytes that a name on Linux may have: anything but NUL and the slash, and not the two that every directory has. */
const nameBytes = fc
  .uint8Array({ minLength: 1, maxLength: 80 })
  .map((bytes) => bytes.map((byte) => (byte === 0 || byte === 0x2f ? 0x61 : byte)))
  .filter((bytes) => !["2e", "2e2e"].includes(Buffer.from(bytes).toString("hex")));
const hostileText = fc
  .array(fc.constantFrom("..", ".", "", "a", "b c", "\u{FFFD}", "\u{FFFD}%2e%2e", "%2e%2e", "\n", "ü", "💾", "a\0b"), {
    maxLength: 12,
  })
  .map((parts) => `/${parts.join("/")}`);

describe("a name on disk", () => {
  it("has one text, which leads back to the same bytes", () => {
    fc.assert(
      fc.property(nameBytes, (bytes) => {
        const text = nameFromBytes(bytes);
        expect(Buffer.from(nameToBytes(text) ?? [])).toEqual(Buffer.from(bytes));
        expect(text.includes("/") || text.includes("\0")).toBe(false);
        if (bytes.length <= 255) expect(components(parsed(`/${text}`))).toEqual([text]);
      }),
    );
  });

  it("never shares its text with another", () => {
    fc.assert(
      fc.property(nameBytes, nameBytes, (one, other) => {
        expect(nameFromBytes(one) === nameFromBytes(other)).toBe(Buffer.from(one).equals(Buffer.from(other)));
      }),
    );
  });

  it("is itself when it is UTF-8, and marked when it is not", () => {
    expect(nameFromBytes(Buffer.from("größe 💾.txt"))).toBe("größe 💾.txt");
    const broken = nameFromBytes(Buffer.from([0x61, 0xff, 0x62]));
    expect(broken).toBe("\u{FFFD}a%FFb");
    expect(isEscapedName(broken)).toBe(true);
  });

  it.each(["\u{FFFD}%2F", "\u{FFFD}%00", "\u{FFFD}%2e%2E", "\u{FFFD}..", "\u{FFFD}", "\u{FFFD}%4", "\u{FFFD}ü"])(
    "cannot be spelled %j",
    (text) => {
      expect(nameToBytes(text)).toBeNull();
      expect(problem(`/${text}`)).not.toBeNull();
    },
  );
});

describe("a path", () => {
  it("once parsed has no part that leads up, and parses to itself", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const result = parseVolumePath(text);
        if (!result.ok) return;
        for (const name of components(result.path)) {
          expect(["", ".", ".."]).not.toContain(name);
          const bytes = Buffer.from(nameToBytes(name) ?? []).toString("latin1");
          expect(["", ".", ".."]).not.toContain(bytes);
          expect(/[/\0]/.test(bytes)).toBe(false);
        }
        expect(parsed(result.path)).toBe(result.path);
      }),
      { numRuns: 1000 },
    );
  });

  it("is the child of its parent", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const result = parseVolumePath(text);
        if (!result.ok || result.path === "/") return;
        const { path } = result;
        expect(childOf(parentOf(path), nameOf(path))).toBe(path);
        expect(isWithin(path, parentOf(path))).toBe(true);
        expect(isWithin(parentOf(path), path)).toBe(false);
      }),
    );
  });

  it.each([
    ["a/b", /absolute/],
    ["", /absolute/],
    ["/a\0b", /NUL/],
    ["/..", /above the root/],
    ["/a/../..", /above the root/],
    [`/${"x".repeat(256)}`, /longer than 255 bytes/],
    [`/${"ü".repeat(128)}`, /longer than 255 bytes/],
    ["/abc".repeat(1025), /at most 4096 bytes/],
    ["/\uD800", /well-formed/],
  ])("%j is refused by the rule it breaks", (text, rule) => {
    expect(problem(text)).toMatch(rule);
  });

  it.each([
    ["/", "/"],
    ["//a///b/", "/a/b"],
    ["/a/./b/../c", "/a/c"],
    [`/${"x".repeat(255)}`, `/${"x".repeat(255)}`],
  ])("%j means %j", (text, path) => {
    expect(parsed(text)).toBe(path);
  });

  it("knows where a name ends", () => {
    expect(isWithin(parsed("/ab"), parsed("/a"))).toBe(false);
    expect(isWithin(parsed("/a/b"), parsed("/a"))).toBe(true);
  });
});

it.each(["", ".", "..", "a/b", "a\0", "x".repeat(256)])("%j is not the name of a file", (name) => {
  expect(nameProblem(name)).not.toBeNull();
});
