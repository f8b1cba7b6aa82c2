import { expect, it } from "vitest";
import { keyState } from "./key-state.ts";

const now = Date.parse("2026-11-20T12:00:00Z");

it.each([
  [{ revoked_at: null, expires_at: null }, "active"],
  [{ revoked_at: null, expires_at: "2026-11-20T12:00:01Z" }, "active"],
  [{ revoked_at: null, expires_at: "2026-11-20T12:00:00Z" }, "expired"],
  [{ revoked_at: "2026-11-01T00:00:00Z", expires_at: "2027-01-01T00:00:00Z" }, "revoked"],
] as const)("%o is %s", (key, state) => {
  expect(keyState(key, now)).toBe(state);
});
