import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Outcome, outcome } from "./outcome.ts";

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: {
    name: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
};

const VITEST = join(import.meta.dirname, "../../node_modules/.bin/vitest");

/** Runs the unit and integration tests: everything that needs no browser. */
export async function runUnitTests(): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), "nullspace-unit-report-"));
  const file = join(directory, "report.json");
  const run = spawn(VITEST, ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`], {
    stdio: "inherit",
  });
  const [code] = (await once(run, "exit")) as [number | null];
  const text = await readFile(file, "utf8").catch(() => null);
  await rm(directory, { recursive: true });
  if (text === null) return outcome("unit tests", { failed: 1 });
  const report = JSON.parse(text) as Report;
  return outcome("unit tests", {
    passed: report.numPassedTests,
    // A file that could not be loaded has no test to count, and yet the run has failed.
    failed: report.numFailedTests === 0 && code !== 0 ? 1 : report.numFailedTests,
    skipped: report.numPendingTests,
    failures: report.testResults.flatMap(({ name, message, assertionResults }) => [
      ...(message === "" ? [] : [`${name}\n${message}`]),
      ...assertionResults
        .filter(({ status }) => status === "failed")
        .map(({ fullName, failureMessages }) => `${name}\n${fullName}\n${failureMessages.join("\n")}`),
    ]),
  });
}
