import fc from "fast-check";
import { expect, it } from "vitest";
import { BYTES_PER_ROW, formatOffset, hexRow, parseOffset } from "./hex-rows.ts";

it("shows bytes in two groups beside their text, and nothing that is not printable", () => {
  const bytes = new TextEncoder().encode("\x7fELF\n<script>é");
  expect(hexRow(bytes, 16, 100)).toEqual({
    offset: "00000010",
    hex: "7f 45 4c 46 0a 3c 73 63  72 69 70 74 3e c3 a9",
    text: ".ELF.<script>..",
  });
});

it("keeps every byte of a row", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: BYTES_PER_ROW }), (bytes) => {
      const row = hexRow(bytes, 0, bytes.length);
      expect(
        row.hex
          .split(/\s+/)
          .filter(Boolean)
          .map((pair) => Number.parseInt(pair, 16)),
      ).toEqual([...bytes]);
      expect(row.text).toHaveLength(bytes.length);
    }),
  );
});

it("reads the offsets it writes, and only those inside the file", () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1 }), (offset, size) => {
      expect(parseOffset(`0x${formatOffset(offset, size)}`, size)).toBe(offset < size ? offset : null);
      expect(parseOffset(String(offset), size)).toBe(offset < size ? offset : null);
    }),
  );
  for (const text of ["", "-1", "0x", "1e3", "12 34", "ffz"]) expect(parseOffset(text, 1e6)).toBeNull();
});
