import { spawn } from "node:child_process";
import { join } from "node:path";
import { type Outcome, outcome } from "./outcome.ts";
import { reportOf } from "./report-of.ts";

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
  const { report, ok } = await reportOf<Report>((file) =>
    spawn(VITEST, ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`], { stdio: "inherit" }),
  );
  if (report === null) return outcome("unit tests", { failed: 1 });
  return outcome("unit tests", {
    passed: report.numPassedTests,
    // A file that could not be loaded has no test to count, and yet the run has failed.
    failed: report.numFailedTests === 0 && !ok ? 1 : report.numFailedTests,
    skipped: report.numPendingTests,
    failures: report.testResults.flatMap(({ name, message, assertionResults }) => [
      ...(message === "" ? [] : [`${name}\n${message}`]),
      ...assertionResults
        .filter(({ status }) => status === "failed")
        .map(({ fullName, failureMessages }) => `${name}\n${fullName}\n${failureMessages.join("\n")}`),
    ]),
  });
}
