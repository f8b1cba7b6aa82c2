import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import type { UploadGrants } from "#lib/api/transfers.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { databaseMissing } from "../testing/open-test-database.ts";

/** A busy machine may take its time; what is waited for comes or does not. */
const PATIENT = { timeout: 30_000 };

const KEY = `ns_live_${randomBytes(16).toString("hex")}`;
const MAIN = join(import.meta.dirname, "../main.ts");

/** A port that stays free while the server is down: below those that the system hands to whoever asks for any. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + randomInt(10_000);
    const server = createServer().listen(port, "127.0.0.1");
    const free = await once(server, "listening").then(
      () => true,
      () => false,
    );
    server.close();
    if (free) return port;
  }
}

/** The address of an empty database for a process of its own; undefined for the embedded one. */
async function databaseUrl(): Promise<string | undefined> {
  const given = inject("database");
  if (given.kind !== "postgres") return undefined;
  const name = `crash_${randomBytes(6).toString("hex")}`;
  const admin = postgres(`${given.url}/postgres`, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  return `${given.url}/${name}`;
}

/** Beside other replicas a volume waits until the lease of the one that was killed runs out: here it does at once. */
async function endLeases(database: string | undefined): Promise<void> {
  if (database === undefined) return;
  const client = postgres(database, { max: 1 });
  await client`update nullspace.volumes set reconcile_claimed_until = null`;
  await client.end();
}

/** A control plane in a process of its own, that can be killed as a power cut would and started again. */
class Server {
  readonly url: string;
  readonly #environment: Record<string, string>;
  #process: ChildProcess | undefined;

  constructor(url: string, environment: Record<string, string>) {
    this.url = url;
    this.#environment = environment;
  }
  async start(): Promise<void> {
    const env = { ...this.#environment, NODE_ENV: "production" as const };
    this.#process = spawn(process.execPath, [MAIN], { env, stdio: ["ignore", "ignore", "inherit"] });
    const ready = async () => {
      const response = await fetch(`${this.url}/readyz`);
      if (!response.ok) throw new Error(`the control plane is not ready: ${await response.text()}`);
    };
    await vi.waitFor(ready, { timeout: 60_000, interval: 50 });
  }
  /** At once: nothing of the process runs any more when this returns. */
  kill(): void {
    this.#process?.kill("SIGKILL");
  }
  async restart(): Promise<void> {
    await this.#ended();
    await this.start();
  }
  /** As a stop does: what it has mounted goes. */
  async end(): Promise<void> {
    this.#process?.kill("SIGTERM");
    await this.#ended();
  }
  async #ended(): Promise<void> {
    const running = this.#process;
    if (running !== undefined && running.exitCode === null && running.signalCode === null) await once(running, "exit");
  }
  async call<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.ok).toBe(true);
    // What the route answers by its schema.
    return (await response.json()) as T;
  }
}

describe.skipIf(databaseMissing() !== null)("a control plane that is killed", () => {
  let server: Server;
  let directory: string;
  let volume: Volume;
  let database: string | undefined;
  // Where the volume is an image it is mounted, and stays so when the process is killed.
  const home = () => {
    const mounted = join(directory, "mounts", volume.id);
    return existsSync(mounted) ? mounted : join(directory, "volumes", volume.id);
  };
  const file = () => join(home(), "data/a.txt");
  const put = (url: string, body: string) => fetch(url, { method: "PUT", body });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "nullspace-crash-"));
    const port = await freePort();
    database = await databaseUrl();
    server = new Server(`http://127.0.0.1:${port}`, {
      PATH: process.env.PATH ?? "",
      NULLSPACE_DATA_DIR: directory,
      NULLSPACE_API_PORT: String(port),
      NULLSPACE_PUBLIC_API_URL: `http://127.0.0.1:${port}`,
      NULLSPACE_BOOTSTRAP_API_KEY: KEY,
      NULLSPACE_RECONCILE_INTERVAL_MS: "200",
      NULLSPACE_LOG_LEVEL: "silent",
      ...(database === undefined ? {} : { DATABASE_URL: database }),
    });
    await server.start();
    volume = await server.call<Volume>("/v1/volumes", { name: "crash" });
  });
  afterAll(async () => {
    await server.end();
    await rm(directory, { recursive: true, force: true });
  });

  async function grant(): Promise<string> {
    const asked = { files: [{ path: "/a.txt" }] };
    const { grants } = await server.call<UploadGrants>(`/v1/volumes/${volume.id}/files/upload-grants`, asked);
    return grants[0]?.url ?? "";
  }
  function begin(url: string, length: number): ClientRequest {
    const outgoing = request(url, { method: "PUT", headers: { "content-length": length } });
    outgoing.on("error", () => {});
    return outgoing;
  }

  it("in mid-upload leaves the old content, and the grant still works", async () => {
    expect((await put(await grant(), "old")).status).toBe(200);
    const url = await grant();
    const half = begin(url, 2_000_000);
    half.write("x".repeat(1_000_000));
    await expect.poll(() => readdir(join(home(), "staging")), PATIENT).toHaveLength(1);
    server.kill();
    expect(await readFile(file(), "utf8")).toBe("old");
    await server.restart();
    expect(await readFile(file(), "utf8")).toBe("old");
    // Beside other replicas nobody knows whose upload it is: there it goes after a day.
    if (database === undefined) expect(await readdir(join(home(), "staging"))).toEqual([]);
    expect((await put(url, "new")).status).toBe(200);
    expect(await readFile(file(), "utf8")).toBe("new");
  }, 120_000);

  it("between publish and reply leaves the new content whole, and the request can be sent again", async () => {
    for (let round = 0; round < 3; round++) {
      const content = `round ${round} `.repeat(1000 * (round + 1));
      const url = await grant();
      const before = statSync(file()).ino;
      const outgoing = begin(url, content.length);
      let replied = false;
      outgoing.on("response", (response: IncomingMessage) => {
        replied = true;
        response.resume();
      });
      outgoing.end(content);
      while (statSync(file()).ino === before && !replied) await setImmediate();
      server.kill();
      expect(await readFile(file(), "utf8")).toBe(content);
      await server.restart();
      expect(await readFile(file(), "utf8")).toBe(content);
      expect((await put(url, content)).status).toBe(200);
      expect(await readFile(file(), "utf8")).toBe(content);
    }
    await endLeases(database);
    const { blocks } = await stat(file());
    const used = async () => (await server.call<Volume>(`/v1/volumes/${volume.id}`)).used_bytes;
    await expect.poll(used, PATIENT).toBe(blocks * 512);
  }, 120_000);
});
