import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { removeInstallation } from "#control-plane/testing/remove-installation.ts";
import { createClient, type NullspaceClient } from "#lib/api/client/client.ts";
import type { VolumeId } from "#lib/api/ids.ts";

const START = join(import.meta.dirname, "../../scripts/start.ts");

export type StartedSystem = {
  dashboardUrl: string;
  apiUrl: string;
  /** The one-time link that a new installation prints. */
  setupUrl: string | null;
  apiKey: string;
  /** A client with the bootstrap key: what a script would do beside the person in the browser. */
  api: NullspaceClient;
  dataDirectory: string;
  /** Sets the cap of a volume, in bytes, as an operator does. */
  setCap(volume: VolumeId, bytes: number): Promise<void>;
  /** The process of the start script. */
  readonly pid: number;
  /** Ends it as Ctrl-C does, and waits. What it stored stays. */
  end(): Promise<void>;
  /** Starts it again on the same data and ports. */
  startAgain(): Promise<void>;
  /** Ends it and deletes what it stored. */
  stop(): Promise<void>;
};

export async function freePorts(count: number): Promise<number[]> {
  // All are held at once, so that no two are the same.
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      server.close();
      await once(server, "close");
      return typeof address === "object" && address !== null ? address.port : 0;
    }),
  );
}

/** Starts a whole system, as `npm start` does, on free ports with a data directory of its own. */
export async function startSystem(environment: Record<string, string> = {}): Promise<StartedSystem> {
  const [apiPort, dashboardPort] = await freePorts(2);
  const parent = await mkdtemp(join(tmpdir(), "nullspace-e2e-"));
  const dataDirectory = join(parent, "data");
  const operatorKey = randomBytes(24).toString("hex");
  const apiKey = `ns_live_${randomBytes(16).toString("hex")}`;
  const apiUrl = `http://localhost:${apiPort}`;
  const api = createClient({ baseUrl: apiUrl, headers: () => ({ authorization: `Bearer ${apiKey}` }) });
  let running = await run({
    NULLSPACE_DATA_DIR: dataDirectory,
    NULLSPACE_API_PORT: String(apiPort),
    PORT: String(dashboardPort),
    NULLSPACE_BOOTSTRAP_API_KEY: apiKey,
    NULLSPACE_OPERATOR_KEY: operatorKey,
    NULLSPACE_LOG_LEVEL: "warn",
    ...environment,
  });
  return {
    dashboardUrl: `http://localhost:${dashboardPort}`,
    apiUrl,
    setupUrl: running.setupUrl,
    apiKey,
    api,
    dataDirectory,
    setCap: async (volume, bytes) => {
      const answer = await fetch(`${apiUrl}/v1/admin/volumes/${volume}/cap`, {
        method: "PUT",
        headers: { authorization: `Bearer ${operatorKey}`, "content-type": "application/json" },
        body: JSON.stringify({ max_size_bytes: bytes }),
      });
      if (!answer.ok) throw new Error(`the cap was not set: ${await answer.text()}`);
    },
    get pid() {
      return running.pid;
    },
    end: () => running.end(),
    startAgain: async () => {
      running = await run(running.environment);
    },
    stop: async () => {
      // They outlive the system, and would hold its volumes.
      for (const { id } of await api.sandboxes.list().catch(() => [])) await api.sandboxes.destroy(id);
      await running.end();
      await removeInstallation(parent);
    },
  };
}

/** One run of the start script, from both addresses answering to its end. */
async function run(environment: Record<string, string>) {
  const child = spawn(process.execPath, [START], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const said: string[] = [];
  let setupUrl: string | null = null;
  await new Promise<void>((resolve, reject) => {
    const waiting = new Set(["Dashboard", "Control plane"]);
    createInterface({ input: child.stdout }).on("line", (line) => {
      said.push(line);
      setupUrl ??= /https?:\/\/\S+\/setup\?\S+/.exec(line)?.[0] ?? null;
      for (const name of waiting) if (line.startsWith(`${name} `)) waiting.delete(name);
      if (waiting.size === 0) resolve();
    });
    createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
    child.once("exit", (code) => reject(new Error(`The system ended with ${code}:\n${said.join("\n")}`)));
  });
  return {
    environment,
    setupUrl,
    pid: child.pid ?? 0,
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
