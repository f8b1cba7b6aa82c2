import { expect, it } from "vitest";
import { nearestTimeout, TIMEOUT_OPTIONS } from "./timeout.ts";

it("offers times in words, and begins with the one nearest to what the sandbox has", () => {
  expect(TIMEOUT_OPTIONS.map(({ label }) => label)).toEqual(["5 min", "15 min", "1 h", "6 h", "1 d", "7 d", "30 d"]);
  expect(nearestTimeout({ timeout_ms: 300_000 })).toBe("300000");
  expect(nearestTimeout({ timeout_ms: 1_000 })).toBe("300000");
  expect(nearestTimeout({ timeout_ms: 4_000_000 })).toBe("3600000");
  expect(nearestTimeout({ timeout_ms: null })).toBe("3600000");
});
