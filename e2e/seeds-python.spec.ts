import { test } from "@playwright/test";
import { officialClient } from "./support/official-client.ts";
import { runScript } from "./support/run-script.ts";
import { startControlPlane } from "./support/start-control-plane.ts";

const client = await officialClient();

// Each script is a guide's snippets, in order, with what they promise asserted between them.
for (const script of ["volumes_guide.py", "mounting_volumes.py", "async_volumes.py"])
  test(`the official Python client runs ${script}`, async () => {
    test.skip("missing" in client, "missing" in client ? client.missing : "");
    if ("missing" in client) return;
    const system = await startControlPlane();
    const runtime = await system.api.sandboxes.runtime();
    test.skip(!runtime.available, runtime.reason ?? "");
    await runScript(client, script, system.environment);
    await system.stop();
  });
