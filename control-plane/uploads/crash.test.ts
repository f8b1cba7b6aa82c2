import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompletedUpload, CreatedUpload, UploadSession } from "#lib/api/uploads.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { databaseMissing, testDatabaseUrl } from "../testing/open-test-database.ts";
import { type ControlPlane, freePort, runControlPlane } from "../testing/run-control-plane.ts";
import { tarOf } from "../testing/tar-of.ts";

const KEY = `ns_live_${randomBytes(16).toString("hex")}`;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe.skipIf(databaseMissing() !== null)("an upload session of a control plane that is killed", () => {
  let directory: string;
  let url: string;
  let variables: Record<string, string>;
  let running: ControlPlane;
  let volume: Volume;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "nullspace-crash-"));
    const port = await freePort();
    const database = await testDatabaseUrl();
    url = `http://127.0.0.1:${port}`;
    variables = {
      NULLSPACE_DATA_DIR: directory,
      NULLSPACE_API_PORT: String(port),
      NULLSPACE_BOOTSTRAP_API_KEY: KEY,
      NULLSPACE_STORE: "directory",
      ...(database === undefined ? {} : { DATABASE_URL: database }),
    };
    running = runControlPlane(variables);
    await running.ready;
    volume = await call<Volume>("POST", "/v1/volumes", { name: "crash" });
  }, 120_000);
  afterAll(async () => {
    running.process.kill("SIGKILL");
    await running.ended;
    await rm(directory, { recursive: true, force: true });
  });

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const raw = body instanceof Uint8Array;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${KEY}`,
        ...(body !== undefined && { "content-type": raw ? "application/octet-stream" : "application/json" }),
      },
      ...(body !== undefined && { body: raw ? Buffer.from(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    expect(response.ok, text).toBe(true);
    // What the route answers by its schema.
    return JSON.parse(text) as T;
  }
  async function killed(): Promise<void> {
    running.process.kill("SIGKILL");
    await running.ended;
    running = runControlPlane(variables);
    await running.ready;
  }
  const uploads = () => `/v1/volumes/${volume.id}/uploads`;
  const staged = () => readdir(join(directory, "volumes", volume.id, "staging"));
  const data = (path: string) => readFile(join(directory, "volumes", volume.id, "data", path));

  it("goes on with the parts that were there", async () => {
    const bytes = randomBytes(20_000_000);
    const asked = { kind: "file", target_path: "/a", content_length: bytes.length };
    const { session } = await call<CreatedUpload>("POST", uploads(), asked);
    const put = (number: number) =>
      call<UploadSession>(
        "PUT",
        `${uploads()}/${session.upload_id}/parts/${number}`,
        bytes.subarray(number * session.part_size, (number + 1) * session.part_size),
      );
    await put(0);
    // Killed somewhere in the middle of the next ones.
    const cut = Promise.allSettled([put(1), put(2)]);
    await killed();
    await cut;
    const now = await call<UploadSession>("GET", `${uploads()}/${session.upload_id}`);
    expect(now.next_part === null || now.next_part > 0).toBe(true);
    for (const number of [1, 2]) await put(number);
    await call<CompletedUpload>("POST", `${uploads()}/${session.upload_id}/complete`);
    expect(sha256(await data("a"))).toBe(sha256(bytes));
  }, 180_000);

  it("is completed by the next request when the first one was cut down", async () => {
    const tar = await tarOf(Array.from({ length: 2_000 }, (_, i) => ({ name: `f${i}`, content: String(i) })));
    const asked = { kind: "directory_tar", target_path: "/d", content_length: tar.length };
    const { session } = await call<CreatedUpload>("POST", uploads(), asked);
    const at = `${uploads()}/${session.upload_id}`;
    await call("PUT", `${at}/parts/0`, tar);
    const cut = call("POST", `${at}/complete`).catch(() => {});
    // It is being unpacked.
    await expect
      .poll(async () => (await staged()).some((name) => name.includes("-tree-")), { timeout: 30_000 })
      .toBe(true);
    await killed();
    await cut;
    const done = await call<CompletedUpload>("POST", `${at}/complete`);
    expect(done.published_file_count).toBe(2_000);
    expect(String(await data("d/f1999"))).toBe("1999");
    if (variables.DATABASE_URL === undefined) expect(await staged()).toEqual([]);
  }, 180_000);
});
