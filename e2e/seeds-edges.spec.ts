import { test } from "@playwright/test";
import { officialClient, RELEASES } from "./support/official-client.ts";
import { runScript } from "./support/run-script.ts";
import { type StartedControlPlane, startControlPlane } from "./support/start-control-plane.ts";

let system: StartedControlPlane;
test.beforeAll(async () => {
  system = await startControlPlane();
});
test.afterAll(() => system.stop());

for (const release of RELEASES)
  for (const script of ["edges.py", "async_edges.py", "sandbox_uploads.py"])
    test(`the official Python client ${release} runs ${script}`, async () => {
      const client = await officialClient(release);
      test.skip("missing" in client, "missing" in client ? client.missing : "");
      if ("missing" in client) return;
      const { available } = await system.api.sandboxes.runtime();
      const environment = { ...system.environment, SANDBOXES: available ? "yes" : "no" };
      await runScript(client, script, environment);
    });
