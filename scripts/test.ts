import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { buildDashboardIfStale, NEXT } from "./dashboard-build.ts";
import { type Outcome, outcome } from "./testing/outcome.ts";
import { provideForTests } from "./testing/provide.ts";
import { runBrowserTests } from "./testing/run-e2e.ts";
import { runUnitTests } from "./testing/run-unit.ts";

const BIN = join(import.meta.dirname, "../node_modules/.bin");

async function run(command: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" } });
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0;
}

async function check(name: string, act: () => Promise<boolean>): Promise<Outcome> {
  process.stdout.write(`\n── ${name}\n`);
  return outcome(name, (await act()) ? { passed: 1 } : { failed: 1 });
}

async function unitTests(): Promise<Outcome> {
  process.stdout.write("\n── unit and integration tests\n");
  return runUnitTests();
}

async function browserTests(browser: string | null | undefined): Promise<Outcome> {
  process.stdout.write("\n── browser tests\n");
  if (browser !== undefined) return runBrowserTests(browser, []);
  process.stdout.write("Skipped: there is no Chromium here and none could be installed.\n");
  return outcome("browser tests", { skipped: 1 });
}

const { browser, postgres } = provideForTests();
if (!postgres) process.stdout.write("Postgres is not installed and could not be: its tests are skipped.\n");

const outcomes = [
  await check(
    "types",
    async () => (await run(process.execPath, [NEXT, "typegen"])) && run(join(BIN, "tsc"), ["--noEmit"]),
  ),
  await check("lint", () => run(join(BIN, "biome"), ["check"])),
  await check("unused code", () => run(join(BIN, "knip"), [])),
  await unitTests(),
  await check("production build", () =>
    buildDashboardIfStale().then(
      () => true,
      () => false,
    ),
  ),
  await browserTests(browser),
];

// Once more at the end, where a log that was cut still has them.
for (const { name, failures } of outcomes)
  for (const failure of failures) process.stdout.write(`\n── failed, ${name}: ${failure}\n`);
process.stdout.write("\n");
for (const { name, passed, failed, skipped } of outcomes)
  process.stdout.write(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
const sum = (key: "passed" | "failed" | "skipped") => outcomes.reduce((total, one) => total + one[key], 0);
process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped\n`);
// CI can have everything that the tests need, so there a skipped test is a broken promise.
process.exit(sum("failed") > 0 || (process.env.CI !== undefined && sum("skipped") > 0) ? 1 : 0);
