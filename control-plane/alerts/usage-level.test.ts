import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { usageLevel } from "./usage-level.ts";

describe("usageLevel", () => {
  it.each([
    [79, null, null],
    [80, null, "volume_over_80"],
    [94, null, "volume_over_80"],
    [95, null, "volume_over_95"],
    [79, "volume_over_80", "volume_over_80"],
    [94, "volume_over_80", "volume_over_80"],
    [95, "volume_over_80", "volume_over_95"],
    [77, "volume_over_80", null],
    [94, "volume_over_95", "volume_over_95"],
    [92, "volume_over_95", "volume_over_80"],
    [79, "volume_over_95", "volume_over_80"],
    [77, "volume_over_95", null],
  ] as const)("at %i %% with %s open it is %s", (used, open, level) => {
    expect(usageLevel(used, 100, open)).toBe(level);
  });

  it("stays as it is when asked again with its own answer", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.constantFrom(null, "volume_over_80" as const, "volume_over_95" as const),
        (used, open) => {
          const level = usageLevel(used, 100, open);
          expect(usageLevel(used, 100, level)).toBe(level);
        },
      ),
    );
  });
});
