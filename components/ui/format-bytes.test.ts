import { describe, expect, it } from "vitest";
import { exactBytes, formatBytes } from "./format-bytes.ts";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [6, "6 B"],
    [1023, "1023 B"],
    [1024, "1 KiB"],
    [1_331_439_862, "1.24 GiB"],
    [2 * 1024 ** 3, "2 GiB"],
    [33_030_144, "31.5 MiB"],
    [1024 ** 2 - 1, "1 MiB"],
    [5 * 1024 ** 5, "5 PiB"],
  ])("%i is %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it("never shows four figures before the unit changes", () => {
    for (let bytes = 1024; bytes < 1024 ** 4; bytes = Math.ceil(bytes * 1.37))
      expect(formatBytes(bytes)).toMatch(/^\d{1,3}(\.\d{1,2})? [KMGT]iB$/);
  });
});

it("exactBytes separates thousands and knows one byte", () => {
  expect(exactBytes(1_331_439_862)).toBe("1,331,439,862 bytes");
  expect(exactBytes(1)).toBe("1 byte");
});
