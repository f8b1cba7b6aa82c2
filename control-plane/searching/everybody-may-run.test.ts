import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everybodyMayRun } from "./everybody-may-run.ts";

describe("everybodyMayRun", () => {
  let top: string;
  beforeAll(() => {
    top = mkdtempSync(join(tmpdir(), "nullspace-run-"));
    mkdirSync(join(top, "bin"));
    writeFileSync(join(top, "bin/tool"), "");
  });
  afterAll(() => rmSync(top, { recursive: true }));

  it.each([
    ["all may", 0o755, 0o755, 0o755, true],
    ["nobody else may read it", 0o755, 0o755, 0o711, false],
    ["nobody else may run it", 0o755, 0o755, 0o744, false],
    ["nobody else reaches it", 0o755, 0o750, 0o755, false],
    ["nobody else reaches where it is", 0o700, 0o755, 0o755, false],
    ["to be reached is enough", 0o711, 0o711, 0o755, true],
  ])("%s", (_, above, directory, file, expected) => {
    chmodSync(top, above);
    chmodSync(join(top, "bin"), directory);
    chmodSync(join(top, "bin/tool"), file);
    expect(everybodyMayRun(join(top, "bin/tool"))).toBe(expected);
  });
});
