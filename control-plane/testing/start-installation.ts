import { randomBytes } from "node:crypto";
import { mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { removeInstallation } from "./remove-installation.ts";
import { type ControlPlane, freePort, runControlPlane } from "./run-control-plane.ts";

const KEY = `ns_live_${randomBytes(16).toString("hex")}`;

export type Replica = {
  /** Calls `/v1` with a key that may do everything. A connection that breaks off rejects. */
  call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: T }>;
  start(): Promise<void>;
  /** At once, as a power cut would. */
  kill(): Promise<void>;
};

export type Installation = {
  /** The data directory of all its replicas. */
  directory: string;
  addReplica(): Promise<Replica>;
  /** Lets go what killed replicas had claimed, so that nobody waits until that would run out. */
  endClaims(): Promise<void>;
  /** Ends all replicas as a stop does, and removes the data directory. */
  remove(): Promise<void>;
};

/**
 * Control planes in processes of their own, on one data directory and one database.
 * @param databaseUrl of an empty database; the embedded one when left out, which takes one replica
 * @param within as `runControlPlane` has it
 */
export async function startInstallation(
  databaseUrl: string | undefined,
  variables: Record<string, string> = {},
  within: readonly string[] = [],
): Promise<Installation> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "nullspace-installation-")));
  const running = new Set<ControlPlane>();

  const addReplica = async (): Promise<Replica> => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    let plane: ControlPlane | undefined;
    return {
      start: async () => {
        const own = {
          NULLSPACE_DATA_DIR: directory,
          NULLSPACE_API_PORT: String(port),
          NULLSPACE_PUBLIC_API_URL: url,
          NULLSPACE_BOOTSTRAP_API_KEY: KEY,
          ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
        };
        plane = runControlPlane({ ...own, ...variables }, within);
        running.add(plane);
        await plane.ready;
      },
      kill: async () => {
        plane?.process.kill("SIGKILL");
        await plane?.ended;
        if (plane !== undefined) running.delete(plane);
      },
      call: async (method, path, body, headers = {}) => {
        const response = await fetch(`${url}${path}`, {
          method,
          headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json", ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        // What the route answers by its schema.
        return { status: response.status, body: text === "" ? null : JSON.parse(text) };
      },
    };
  };

  return {
    directory,
    addReplica,
    endClaims: async () => {
      if (databaseUrl === undefined) return;
      const client = postgres(databaseUrl, { max: 1 });
      await client`update nullspace.attachments set claimed_until = null`;
      await client`update nullspace.sandboxes set claimed_until = null`;
      await client`update nullspace.uploads set claimed_until = null`;
      await client.end();
    },
    remove: async () => {
      for (const plane of running) plane.process.kill("SIGTERM");
      await Promise.all([...running].map(({ ended }) => ended));
      await removeInstallation(directory);
    },
  };
}
