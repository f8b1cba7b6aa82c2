import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeHead, decodeText, looksBinary, splitLines } from "./decode-text.ts";
import { encodeText, formAfterSave, joinLines } from "./encode-text.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const decoded = (bytes: Uint8Array) => {
  const result = decodeText(bytes);
  if (result.kind !== "text") throw new Error(`expected text, got ${result.kind}`);
  return result;
};

describe("a text file comes back byte for byte", () => {
  const pieces = fc.array(
    fc.constantFrom("a", "é", "日本", "", "\t", "\n", "\r\n", "\r", "\u{2028}", "\u{FEFF}", "x y"),
  );

  it("whatever its mark, line endings and last line", () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const bytes = utf8(parts.join(""));
        const { text, form } = decoded(bytes);
        expect(encodeText(splitLines(text).lines, form)).toEqual(bytes);
      }),
    );
  });

  it("keeps the end of every line that was not touched when one is inserted", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,3}$/), fc.constantFrom("\n", "\r\n", "\r")), { minLength: 2 }),
        fc.nat(),
        (original, at) => {
          const text = original.map(([line, end]) => line + end).join("");
          const { form } = decoded(utf8(text));
          const { lines } = splitLines(text);
          const place = at % lines.length;
          lines.splice(place, 0, "INSERTED");
          const saved = splitLines(joinLines(lines, form));
          expect(saved.lines).toEqual(lines);
          const kept = saved.ends.filter((_, i) => i !== place);
          expect(kept).toEqual(original.map(([, end]) => end));
        },
      ),
    );
  });
});

it("keeps a deleted line's neighbours as they were, and goes by what was saved last", () => {
  const { form } = decoded(utf8("a\nb\r\nc\nd"));
  expect(joinLines(["a", "c", "d"], form)).toBe("a\nc\nd");
  const after = formAfterSave(["a", "b", "new", "d"], form);
  expect(joinLines(["a", "b", "new", "d"], after)).toBe(joinLines(["a", "b", "new", "d"], form));
});

it("remembers the byte order mark without showing it", () => {
  const result = decoded(utf8("\u{FEFF}a"));
  expect(result).toMatchObject({ text: "a", form: { bom: true } });
});

it("tells binary, UTF-16 and unknown encodings from text", () => {
  expect(decodeText(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0))).toEqual({ kind: "binary" });
  expect(decodeText(Uint8Array.of(0x89, 1, 2, 3, 4, 5, 6, 0xff))).toEqual({ kind: "binary" });
  expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x61, 0))).toMatchObject({
    kind: "foreign",
    text: "a",
    encoding: "UTF-16 LE",
  });
  expect(decodeText(Uint8Array.of(0xfe, 0xff, 0, 0x61))).toMatchObject({
    kind: "foreign",
    text: "a",
    encoding: "UTF-16 BE",
  });
  expect(decodeText(Uint8Array.of(0x63, 0x61, 0x66, 0xe9))).toMatchObject({ kind: "foreign", text: "café" });
  expect(looksBinary(Uint8Array.of(0x50, 0x4b, 0))).toBe(true);
  expect(looksBinary(Uint8Array.of(0xff, 0xfe, 0x61, 0))).toBe(false);
});

it("reads a head that was cut within a character", () => {
  expect(decodeHead(utf8("日本").subarray(0, 5))).toEqual({ text: "日", encoding: "UTF-8" });
});
