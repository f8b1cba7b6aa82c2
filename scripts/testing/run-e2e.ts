import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome } from "./outcome.ts";
import { outcome } from "./outcome.ts";

type Report = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };

/** Runs the browser tests. @param browser path of a Chromium, or null for Playwright's own */
export async function runBrowserTests(browser: string | null, args: readonly string[]): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), "nullspace-e2e-report-"));
  const report = join(directory, "report.json");
  const cli = join(createRequire(import.meta.url).resolve("@playwright/test/package.json"), "../cli.js");
  const run = spawn(process.execPath, [cli, "test", "-c", "e2e/playwright.config.ts", ...args], {
    stdio: "inherit",
    env: {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      ...(browser === null ? {} : { NULLSPACE_TEST_BROWSER: browser }),
    },
  });
  const [code] = (await once(run, "exit")) as [number | null];
  const text = await readFile(report, "utf8").catch(() => null);
  await rm(directory, { recursive: true });
  if (text === null) return outcome("browser tests", { failed: 1 });
  const { stats } = JSON.parse(text) as Report;
  const failed = stats.unexpected + stats.flaky;
  return outcome("browser tests", {
    passed: stats.expected,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: stats.skipped,
  });
}
