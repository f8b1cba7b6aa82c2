import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { fuzzSettings } from "./support/fuzz-settings.ts";
import { pythonEnvironment } from "./support/python-environment.ts";
import { runCommand } from "./support/run-command.ts";
import { startControlPlane } from "./support/start-control-plane.ts";

const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_schema_conformance",
  "response_headers_conformance",
];
/** Made-up requests per operation, beside those that go to the edges of its schema. */
const EXAMPLES = 2;
// One worker: with more, what is asked is no longer the same each time.
const WORKERS = "1";
const KEPT_OF_A_LINE = 300;

test("made-up requests to every described route find no defect and no answer that is not described", async () => {
  // Some thousands of requests, on a machine that may be busy with other tests.
  test.setTimeout(1_200_000);
  const tool = await pythonEnvironment("schemathesis-4.32.5", "schemathesis==4.32.5");
  test.skip("missing" in tool, "missing" in tool ? tool.missing : "");
  if ("missing" in tool) return;
  const system = await startControlPlane({ NULLSPACE_LOG_LEVEL: "silent" });
  const here = await mkdtemp(join(tmpdir(), "nullspace-fuzz-"));
  const settings = join(here, "schemathesis.toml");
  await writeFile(settings, await fuzzSettings(system));
  const ran = await runCommand(
    [
      ...([join(tool.bin, "st"), "--no-color", "--config-file", settings, "run"] as const),
      `${system.apiUrl}/v1/openapi.json`,
      ...["--phases", "examples,coverage,fuzzing", "--max-examples", String(EXAMPLES), "--no-shrink"],
      ...["--checks", CHECKS.join(","), "--workers", WORKERS],
    ],
    { environment: {}, cwd: here },
  );
  const said = ran.stdout.split("\n").map((line) => line.slice(0, KEPT_OF_A_LINE));
  expect(ran.exit, said.slice(said.findIndex((line) => /ERRORS|FAILURES/.test(line))).join("\n")).toBe(0);
  const [, selected, described] = /Selected: (\d+)\/(\d+)/.exec(ran.stdout) ?? [];
  expect(ran.stdout).toContain(`Tested: ${selected}`);
  const { available } = await system.api.sandboxes.runtime();
  // All but the one whose answer has no end, where there are sandboxes.
  if (available) expect(Number(selected)).toBe(Number(described) - 1);
  await system.stop();
  await rm(here, { recursive: true, force: true });
});
