import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeInstallation } from "#control-plane/testing/remove-installation.ts";
import { runControlPlane } from "#control-plane/testing/run-control-plane.ts";
import { createClient, type NullspaceClient } from "#lib/api/client/client.ts";
import { freePorts } from "./start-system.ts";

export type StartedControlPlane = {
  apiUrl: string;
  apiKey: string;
  operatorKey: string;
  dataDirectory: string;
  /** What a client finds in its environment. */
  environment: Record<string, string>;
  /** The one-time link that makes the first account. */
  setupUrl: string | null;
  api: NullspaceClient;
  /** Ends it and deletes what it stored. */
  stop(): Promise<void>;
};

/** A control plane alone, for clients that need no dashboard, on a free port with a data directory of its own. */
export async function startControlPlane(variables: Record<string, string> = {}): Promise<StartedControlPlane> {
  const [port] = await freePorts(1);
  const parent = await mkdtemp(join(tmpdir(), "nullspace-e2e-"));
  const apiUrl = `http://localhost:${port}`;
  const apiKey = `ns_live_${randomBytes(16).toString("hex")}`;
  const operatorKey = randomBytes(24).toString("hex");
  const dataDirectory = join(parent, "data");
  const running = runControlPlane({
    NULLSPACE_DATA_DIR: dataDirectory,
    NULLSPACE_API_PORT: String(port),
    NULLSPACE_BOOTSTRAP_API_KEY: apiKey,
    NULLSPACE_OPERATOR_KEY: operatorKey,
    ...variables,
  });
  await running.ready;
  const api = createClient({ baseUrl: apiUrl, headers: () => ({ authorization: `Bearer ${apiKey}` }) });
  return {
    apiUrl,
    apiKey,
    operatorKey,
    dataDirectory,
    environment: { NULLSPACE_API_URL: apiUrl, NULLSPACE_API_KEY: apiKey },
    setupUrl: /https?:\/\/\S+\/setup\?\S+/.exec(running.output().out)?.[0] ?? null,
    api,
    stop: async () => {
      // They outlive it, and would hold its volumes.
      const sandboxes = await api.sandboxes.list().catch(() => []);
      await Promise.all(sandboxes.map(({ id }) => api.sandboxes.destroy(id)));
      running.process.kill("SIGTERM");
      await running.ended;
      await removeInstallation(parent);
    },
  };
}
