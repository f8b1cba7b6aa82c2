import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseVolumePath } from "#lib/api/paths.ts";
import { cutName, isHardToType, nameParts, spokenName, stemLength, typeableName } from "./name-parts.ts";

const bends = (code: number) =>
  code < 0x20 ||
  (code >= 0x7f && code < 0xa0) ||
  code === 0x200e ||
  code === 0x200f ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069);

describe("names on the screen", () => {
  test("a plain name is one text, markup and all", () => {
    expect(nameParts("<script>alert(1)</script>")).toEqual([{ kind: "text", text: "<script>alert(1)</script>" }]);
  });

  test("line breaks, overrides and edge spaces become signs", () => {
    expect(spokenName("a\nb")).toBe("a[line break]b");
    expect(spokenName("photo\u{202e}gpj.exe")).toBe("photo[right-to-left override]gpj.exe");
    expect(spokenName(" x ")).toBe("[space at the edge]x[space at the edge]");
    expect(nameParts("\u{1b}[31m")[0]).toEqual({ kind: "mark", sign: "␛", title: "control character 27" });
  });

  test("no shown text ever holds a character that bends the line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        for (const part of nameParts(name))
          if (part.kind === "text")
            for (const character of part.text) expect(bends(character.codePointAt(0) ?? 0)).toBe(false);
      }),
    );
  });

  test("an escaped name says so and loses only its mark", () => {
    expect(spokenName("\u{fffd}caf%E9.txt")).toBe("caf%E9.txt (not UTF-8)");
  });

  test("the typeable form is the same name to the API", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), (name) => {
        const plain = parseVolumePath(`/${name}`);
        fc.pre(plain.ok && !name.includes("/") && name !== "." && name !== "..");
        const escaped = parseVolumePath(`/${typeableName(name)}`);
        expect(escaped).toEqual(plain);
        expect(typeableName(name)).not.toMatch(/[\n\r]/);
      }),
    );
    expect(isHardToType("plain name.txt")).toBe(false);
  });

  test.each([
    ["report.txt", false, 6],
    [".env", false, 4],
    ["archive.tar.gz", false, 11],
    ["v1.2", true, 4],
    ["Makefile", false, 8],
  ])("the stem of %s (directory: %s) is %i long", (name, isDirectory, length) => {
    expect(stemLength(name, isDirectory)).toBe(length);
  });

  test("the end that stays holds the extension and whole characters, and nothing is lost", () => {
    expect(cutName("a-very-long-report-of-the-year.txt").tail).toBe("year.txt");
    expect(cutName("short.txt").tail).toBe("");
    expect(cutName("a-very-long-name-with-families-👨‍👩‍👧.jpg").tail).toBe("es-👨‍👩‍👧.jpg");
    expect(cutName("ملف طويل جدا جدا جدا.txt").tail).toBe("");
    const { head, tail } = cutName("line\nbreak and a long end of it.csv");
    expect(head.map((part) => (part.kind === "text" ? part.text : "|")).join("") + tail).toBe(
      "line|break and a long end of it.csv",
    );
  });
});
