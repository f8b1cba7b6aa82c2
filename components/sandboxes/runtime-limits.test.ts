import { expect, it } from "vitest";
import type { RuntimeInfo } from "#lib/api/sandboxes.ts";
import { runtimeRefusal, shortcomingsOf } from "./runtime-limits.ts";

const whole: RuntimeInfo = {
  available: true,
  reason: null,
  rootless: false,
  limits: { memory: true, processes: true, disk: true },
  seccomp: true,
  store: "image",
};

it("is silent where everything holds, and before anything is known", () => {
  expect(shortcomingsOf(whole)).toEqual([]);
  expect(runtimeRefusal(whole)).toBeNull();
  expect(runtimeRefusal(undefined)).toBeNull();
});

it("says each thing that does not hold, once", () => {
  const limits = { memory: false, processes: false, disk: false };
  const lesser = { ...whole, limits, seccomp: false, store: "directory" as const };
  expect(shortcomingsOf(lesser)).toHaveLength(5);
  expect(shortcomingsOf(lesser).join(" ")).toContain("install util-linux 2.41 or newer");
  expect(runtimeRefusal(lesser)).toBeNull();
});

it("says only that nothing runs, and why, where nothing does", () => {
  const none = { ...whole, available: false, reason: "User namespaces are off.", seccomp: false };
  expect(shortcomingsOf(none)).toEqual(["User namespaces are off.", expect.stringMatching(/files work/)]);
  expect(runtimeRefusal(none)).toBe("User namespaces are off.");
});
