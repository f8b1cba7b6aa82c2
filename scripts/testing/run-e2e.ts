import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Outcome, outcome } from "./outcome.ts";
import { reportOf } from "./report-of.ts";

type Result = { errors: { message?: string }[]; attachments: { name: string; path?: string }[] };
type Suite = {
  file: string;
  suites?: Suite[];
  specs: { title: string; ok: boolean; tests: { results: Result[] }[] }[];
};
type Report = { suites: Suite[]; stats: { expected: number; unexpected: number; flaky: number; skipped: number } };

/** What a failed test said, and what its page showed then: where only the log is kept, the picture is gone. */
async function inWords({ errors, attachments }: Result): Promise<string> {
  const page = attachments.find(({ name }) => name === "error-context")?.path;
  const shown = page === undefined ? null : await readFile(page, "utf8").catch(() => null);
  return [...errors.map(({ message }) => message), shown].filter((part) => part).join("\n");
}

const failuresOf = async (suite: Suite): Promise<string[]> => [
  ...(await Promise.all(
    suite.specs
      .filter(({ ok }) => !ok)
      .flatMap(({ title, tests }) =>
        tests.flatMap(({ results }) =>
          results
            .filter(({ errors }) => errors.length > 0)
            .map(async (result) => `${suite.file}\n${title}\n${await inWords(result)}`),
        ),
      ),
  )),
  ...(await Promise.all((suite.suites ?? []).map(failuresOf))).flat(),
];

/** Runs the browser tests. @param browser path of a Chromium, or null for Playwright's own */
export async function runBrowserTests(browser: string | null, args: readonly string[]): Promise<Outcome> {
  const cli = join(createRequire(import.meta.url).resolve("@playwright/test/package.json"), "../cli.js");
  const { report, ok } = await reportOf<Report>((file) =>
    spawn(process.execPath, [cli, "test", "-c", "e2e/playwright.config.ts", ...args], {
      stdio: "inherit",
      env: {
        ...process.env,
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
        ...(browser === null ? {} : { NULLSPACE_TEST_BROWSER: browser }),
      },
    }),
  );
  if (report === null) return outcome("browser tests", { failed: 1 });
  const { suites, stats } = report;
  const failed = stats.unexpected + stats.flaky;
  return outcome("browser tests", {
    passed: stats.expected,
    failed: failed === 0 && !ok ? 1 : failed,
    skipped: stats.skipped,
    failures: (await Promise.all(suites.map(failuresOf))).flat(),
  });
}
