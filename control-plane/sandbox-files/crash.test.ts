import { readdirSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExecResult } from "#lib/api/exec.ts";
import type { Snapshot } from "#lib/api/sandboxes.ts";
import type { Grant } from "#lib/api/transfers.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { databaseMissing, testDatabaseUrl } from "../testing/open-test-database.ts";
import { type Installation, type Replica, startInstallation } from "../testing/start-installation.ts";

describe.skipIf(databaseMissing() !== null)("writes into a sandbox that are cut down", { timeout: 240_000 }, () => {
  let installation: Installation;
  let replica: Replica;
  let id: string;
  let volume: string;
  let reason: string | null;
  beforeAll(async () => {
    installation = await startInstallation(await testDatabaseUrl(), {
      NULLSPACE_LOG_LEVEL: "error",
      NULLSPACE_STORE: "directory",
    });
    replica = await installation.addReplica();
    await replica.start();
    ({ reason } = (await replica.call<{ reason: string | null }>("GET", "/v1/runtime")).body);
    if (reason !== null) return console.warn(`skipped: ${reason}`);
    volume = (await replica.call<Volume>("POST", "/v1/volumes", { name: "crash" })).body.id;
    const volumes = [{ ref: volume, mount_path: "/workspace/shared" }];
    id = (await replica.call<{ id: string }>("POST", "/v1/sandboxes", { volumes })).body.id;
    await exec("mkdir -p deep/er");
  });
  afterAll(async () => {
    if (reason === null) await replica.call("DELETE", `/v1/sandboxes/${id}`);
    await installation.remove();
  });

  const exec = async (command: string) =>
    (await replica.call<ExecResult>("POST", `/v1/sandboxes/${id}/exec`, { command })).body.stdout;
  const own = (...way: string[]) => join(installation.directory, "sandboxes", id, "files/workspace", ...way);
  const inVolume = () => join(installation.directory, "volumes", volume, "data");
  const privateIn = (directory: string) => readdirSync(directory).filter((name) => name.startsWith(".nullspace-"));
  const notes = () => readdir(join(installation.directory, "sandbox-staging"));

  /** Begins to write a file of which only a part arrives, and waits until that part is there. */
  async function beginWrite(path: string, directory: string): Promise<void> {
    const asked = { files: [{ path, content_length: 9_000_000 }] };
    const granted = `/v1/sandboxes/${id}/files/upload-grants`;
    const { grants } = (await replica.call<{ grants: Grant[] }>("POST", granted, asked)).body;
    const outgoing = request(grants[0]?.url ?? "", { method: "PUT", headers: { "content-length": 9_000_000 } });
    outgoing.on("error", () => {});
    outgoing.write(Buffer.alloc(3_000_000, "x"));
    await expect
      .poll(() => privateIn(directory).flatMap((name) => readdirSync(join(directory, name))), { timeout: 30_000 })
      .toHaveLength(1);
  }

  it("leave nothing behind once the control plane is there again, in the sandbox and in what is mounted there", async ({
    skip,
  }) => {
    skip(reason !== null);
    await beginWrite("deep/er/a", own("deep/er"));
    await beginWrite("shared/b", inVolume());
    expect(await notes()).toHaveLength(2);
    await replica.kill();
    expect([privateIn(own("deep/er")), privateIn(inVolume())].map(({ length }) => length)).toEqual([1, 1]);
    await installation.endClaims();
    await replica.start();
    expect([privateIn(own("deep/er")), privateIn(inVolume())]).toEqual([[], []]);
    expect(await notes()).toEqual([]);
    expect(await exec("ls -A deep/er shared")).toBe("deep/er:\n\nshared:\n");
    await replica.call("POST", `/v1/sandboxes/${id}/files/write`, { path: "deep/er/a", content: "again" });
    expect(await exec("cat deep/er/a; ls -A deep/er")).toBe("againa\n");
    expect(await notes()).toEqual([]);
  });

  it("are no part of a snapshot that is made meanwhile", async ({ skip }) => {
    skip(reason !== null);
    await beginWrite("deep/c", own("deep"));
    const snapshot = await replica.call<Snapshot>("POST", `/v1/sandboxes/${id}/snapshots`);
    expect(snapshot.status).toBeLessThan(300);
    expect(privateIn(own("deep"))).toHaveLength(1);
    const saved = join(installation.directory, "snapshots", snapshot.body.id, "workspace/deep");
    expect(readdirSync(saved)).toEqual(["er"]);
  });
});
