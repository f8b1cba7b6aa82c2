import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { seccompFilter } from "./seccomp-filter.ts";

test.skipIf(!existsSync("/usr/bin/bwrap"))(
  "the filter is one that the kernel takes, and refuses what it lists alone",
  async (context) => {
    const filter = seccompFilter();
    if (filter === null) return context.skip(`there are no numbers for ${process.arch}`);
    const directory = mkdtempSync(join(tmpdir(), "nullspace-seccomp-"));
    const path = join(directory, "filter");
    writeFileSync(path, filter);
    const run = async (options: string, command: string) =>
      (
        await promisify(execFile)("sh", [
          "-c",
          `bwrap --dev-bind / / ${options} -- sh -c '${command}' 3<"${path}" 2>&1 || true`,
        ])
      ).stdout;
    try {
      if ((await run("", "unshare -n true && echo on")) !== "on\n")
        return context.skip("no namespace can be made here");
      expect(await run("--seccomp 3", "unshare -n true && echo on")).toContain("Operation not permitted");
      expect(await run("--seccomp 3", "sleep 0; ls / | wc -l >/dev/null; echo on")).toBe("on\n");
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
);
