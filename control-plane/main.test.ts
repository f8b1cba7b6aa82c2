import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { databaseMissing, testDatabaseUrl } from "./testing/open-test-database.ts";
import { type ControlPlane, freePort, runControlPlane } from "./testing/run-control-plane.ts";

const KEY = `ns_live_${"0123456789abcdef".repeat(2)}`;

const embedded = inject("database").kind === "pglite";

// Processes are started one after the other: on a busy machine each takes its time.
describe.skipIf(databaseMissing() !== null)("the process of the control plane", { timeout: 240_000 }, () => {
  let directory: string;
  let database: { DATABASE_URL?: string };
  const running = new Set<ControlPlane>();
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "nullspace-main-"));
    const url = await testDatabaseUrl();
    database = url === undefined ? {} : { DATABASE_URL: url };
  });
  afterAll(async () => {
    for (const one of running) one.process.kill("SIGKILL");
    await Promise.all([...running].map((one) => one.ended));
    await rm(directory, { recursive: true });
  });

  function run(variables: Record<string, string>): ControlPlane {
    const one = runControlPlane({ NULLSPACE_DATA_DIR: join(directory, "data"), ...variables });
    running.add(one);
    return one;
  }
  /** Starts one on the data directory that all tests here share, since making a database takes seconds. */
  async function start(variables: Record<string, string> = {}) {
    const port = await freePort();
    const one = run({ ...database, NULLSPACE_API_PORT: String(port), NULLSPACE_BOOTSTRAP_API_KEY: KEY, ...variables });
    await one.ready;
    const url = `http://127.0.0.1:${port}`;
    const call = async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: response.status === 204 ? null : await response.json() };
    };
    return { ...one, port, url, call };
  }
  async function refusal(variables: Record<string, string>) {
    const one = run(variables);
    const { code } = await one.ended;
    const { out, err } = one.output();
    return { code, out, lines: err.trimEnd().split("\n") };
  }

  it.each([
    ["a port that is none", { NULLSPACE_API_PORT: "http" }, "NULLSPACE_API_PORT"],
    ["a key that is none", { NULLSPACE_BOOTSTRAP_API_KEY: "secret" }, "NULLSPACE_BOOTSTRAP_API_KEY"],
    ["half of a Supabase project", { SUPABASE_URL: "https://a.supabase.co" }, "SUPABASE_ANON_KEY"],
    ["a database that is no Postgres", { DATABASE_URL: "mysql://localhost/a" }, "DATABASE_URL"],
    ["a file system that refuses directories", { NULLSPACE_DATA_DIR: "/proc/nullspace" }, "NULLSPACE_DATA_DIR"],
  ])("refuses %s in one line that names the variable", async (_what, variables, name) => {
    const { code, out, lines } = await refusal(variables);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(name);
  });

  it("refuses a data directory below a file, an unknown host and a database that does not answer, in one line", async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    const [port, nobody] = [String(await freePort()), await freePort()];
    for (const [variables, said] of [
      [{ NULLSPACE_DATA_DIR: join(file, "data") }, file],
      [{ NULLSPACE_HOST: "203.0.113.1", NULLSPACE_API_PORT: port }, "NULLSPACE_HOST"],
      [{ DATABASE_URL: `postgres://someone:secret@127.0.0.1:${nobody}/a`, NULLSPACE_API_PORT: port }, "DATABASE_URL"],
    ] as const) {
      const { code, lines } = await refusal(variables);
      expect(code).toBe(1);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(said);
      expect(lines[0]).not.toContain("secret");
    }
  });

  it("refuses a taken port in one line that says what to set", async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port)),
    );
    const { code, lines } = await refusal({ NULLSPACE_API_PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(new RegExp(`port ${port} .*NULLSPACE_API_PORT`))]);
  });

  it("starts, and says where it is and how to set it up", async () => {
    const one = await start();
    const { out } = one.output();
    expect(out).toContain(`Control plane  http://localhost:${one.port}\n`);
    expect(out).toMatch(/^Set up this installation: http:\/\/localhost:3000\/setup\?token=\S+$/m);
    expect(await (await fetch(`${one.url}/readyz`)).json()).toMatchObject({ status: "ready" });

    one.process.kill("SIGTERM");
    expect(await one.ended).toEqual({ code: 0, signal: null });
  });

  // With a Postgres of their own several may share a data directory.
  const onEmbedded = embedded ? it : () => {};
  onEmbedded("refuses a second one on the same embedded database in one line", async () => {
    const one = await start();
    const { code, lines } = await refusal({ NULLSPACE_API_PORT: String(await freePort()) });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringContaining(join(directory, "data"))]);
    expect((await one.call("GET", "/v1/volumes")).status).toBe(200);
    one.process.kill("SIGTERM");
    await one.ended;
  });

  it("goes on after kill -9 with all that it had acknowledged", async () => {
    const one = await start();
    const { body: volume } = await one.call("POST", "/v1/volumes", { name: "survivor" });
    const names = Array.from({ length: 20 }, (_, index) => `/file-${index}`);
    for (const path of names) await one.call("POST", `/v1/volumes/${volume.id}/files/write`, { path, content: path });
    const before = (await one.call("GET", `/v1/volumes/${volume.id}`)).body;
    one.process.kill("SIGKILL");
    await one.ended;

    const again = await start({ NULLSPACE_RECONCILE_INTERVAL_MS: "100" });
    expect((await again.call("GET", `/v1/volumes/${volume.id}`)).body).toMatchObject({
      used_bytes: before.used_bytes,
      inode_count: names.length,
    });
    for (const path of names)
      expect((await again.call("POST", `/v1/volumes/${volume.id}/files/read`, { path })).body.content).toBe(path);
    again.process.kill("SIGTERM");
    expect(await again.ended).toEqual({ code: 0, signal: null });
  });

  /** An upload whose body is sent by and by. */
  async function openUpload(one: Awaited<ReturnType<typeof start>>, volume: string, path: string, length: number) {
    const { body } = await one.call("POST", `/v1/volumes/${volume}/files/upload-grants`, {
      files: [{ path, content_length: length }],
    });
    const [grant] = body.grants;
    const target = new URL(grant.url);
    const upload = request(`${one.url}${target.pathname}${target.search}`, {
      method: "PUT",
      headers: { ...grant.headers, "content-length": String(length) },
    });
    const answered = new Promise<number | "cut">((resolve) => {
      upload.on("response", (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      upload.on("error", () => resolve("cut"));
    });
    await new Promise<void>((sent) => upload.write("x".repeat(1000), () => sent()));
    // Only once the server has begun with it is it in flight.
    for (let inFlight = false; !inFlight; )
      inFlight = /in_flight\{method="PUT",route="\/v1\/volumes\/:id\/file"\} 1/.test(
        await (await fetch(`${one.url}/metrics`)).text(),
      );
    return { upload, answered };
  }

  it("lets an upload in flight end when it is told to stop, and ends event streams", async () => {
    const one = await start();
    const { body: volume } = await one.call("POST", "/v1/volumes", { name: "in-flight" });
    const stream = await fetch(`${one.url}/v1/events`, { headers: { authorization: `Bearer ${KEY}` } });
    const { upload, answered } = await openUpload(one, volume.id, "/slow", 2000);
    one.process.kill("SIGTERM");
    // It ends at once, while the upload is still open.
    await stream.text();
    upload.end("y".repeat(1000));
    expect(await answered).toBe(200);
    expect(await one.ended).toEqual({ code: 0, signal: null });

    const again = await start();
    const { body: info } = await again.call("POST", `/v1/volumes/${volume.id}/files/info`, { path: "/slow" });
    expect(info.size).toBe(2000);
    again.process.kill("SIGTERM");
    await again.ended;
  });

  it("ends at once when it is told twice, and leaves nothing half-written", async () => {
    const one = await start();
    const { body: volume } = await one.call("POST", "/v1/volumes", { name: "cut" });
    const { answered } = await openUpload(one, volume.id, "/never", 2000);
    one.process.kill("SIGTERM");
    // The second signal is to come when the first has been heard.
    await vi.waitFor(() => expect(fetch(`${one.url}/healthz`)).rejects.toThrow(), { timeout: 30_000 });
    one.process.kill("SIGINT");
    expect((await one.ended).code).toBe(1);
    expect(await answered).toBe("cut");

    const again = await start();
    expect((await again.call("POST", `/v1/volumes/${volume.id}/files/exists`, { path: "/never" })).body).toEqual({
      exists: false,
    });
    again.process.kill("SIGTERM");
    await again.ended;
  });
});
