import { randomInt } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExecResult } from "#lib/api/exec.ts";
import type { CompletedUpload, CreatedUpload, PartGrant, UploadSession } from "#lib/api/uploads.ts";
import { databaseMissing, testDatabaseUrl } from "../testing/open-test-database.ts";
import { type Installation, type Replica, startInstallation } from "../testing/start-installation.ts";
import { tarOf } from "../testing/tar-of.ts";

const FILES = 2_000;

describe.skipIf(databaseMissing() !== null)("an upload into a sandbox that is cut down", { timeout: 360_000 }, () => {
  let installation: Installation;
  let replica: Replica;
  let id: string;
  let reason: string | null;
  let tar: Buffer;
  beforeAll(async () => {
    installation = await startInstallation(await testDatabaseUrl(), { NULLSPACE_LOG_LEVEL: "error" });
    replica = await installation.addReplica();
    await replica.start();
    ({ reason } = (await replica.call<{ reason: string | null }>("GET", "/v1/runtime")).body);
    if (reason !== null) return console.warn(`skipped: ${reason}`);
    id = (await replica.call<{ id: string }>("POST", "/v1/sandboxes", {})).body.id;
    tar = await tarOf(Array.from({ length: FILES }, (_, i) => ({ name: `${i % 10}/f${i}`, content: String(i) })));
  });
  afterAll(async () => {
    if (reason === null) await replica.call("DELETE", `/v1/sandboxes/${id}`);
    await installation.remove();
  });

  const exec = async (command: string) =>
    (await replica.call<ExecResult>("POST", `/v1/sandboxes/${id}/exec`, { command })).body.stdout;
  const staged = () => readdirSync(join(installation.directory, "uploads"));
  const inWorkspace = () => readdirSync(join(installation.directory, "sandboxes", id, "files/workspace"));
  const notes = () => readdirSync(join(installation.directory, "sandbox-staging"));

  /** Begins one and sends all of it. @returns its route */
  async function send(target_path: string): Promise<string> {
    const asked = { kind: "directory_tar", target_path, conflict: "error", content_length: tar.length };
    const uploads = `/v1/sandboxes/${id}/uploads`;
    const { session } = (await replica.call<CreatedUpload>("POST", uploads, asked)).body;
    const at = `${uploads}/${session.upload_id}`;
    const grant = (await replica.call<PartGrant>("POST", `${at}/grant`)).body;
    const sent = await fetch(`${grant.url}&number=0`, { method: "PUT", body: Buffer.from(tar) });
    expect(sent.status).toBe(200);
    return at;
  }
  /** Completes it, and kills the control plane as soon as it is where it should be; then all is put right again. */
  async function interrupt(at: string, reached: () => Promise<unknown>): Promise<void> {
    const answer = replica.call("POST", `${at}/complete`, {}).catch(() => {});
    await reached();
    await replica.kill();
    await answer;
    await installation.endClaims();
    await replica.start();
  }
  async function expectCompleted(at: string, directory: string): Promise<void> {
    const { status, body } = await replica.call<CompletedUpload>("POST", `${at}/complete`, {});
    expect([status, body]).toMatchObject([200, { published_file_count: FILES, session: { status: "completed" } }]);
    expect(await exec(`find ${directory} -type f | wc -l; cat ${directory}/9/f1999`)).toBe(`${FILES}\n1999`);
    expect(inWorkspace().filter((name) => name.startsWith(".nullspace-"))).toEqual([]);
    expect(notes()).toEqual([]);
  }
  const until = (holds: () => boolean) => () => expect.poll(holds, { timeout: 30_000, interval: 1 }).toBe(true);

  it("is completed by the next request, wherever that was, and nothing of it is left over", async ({ skip }) => {
    skip(reason !== null);
    const unpacking = await send("unpacking");
    await interrupt(
      unpacking,
      until(() => staged().some((name) => name.includes("-tree-"))),
    );
    await expectCompleted(unpacking, "unpacking");

    const copying = await send("copying");
    await interrupt(
      copying,
      until(() => inWorkspace().some((name) => name.startsWith(".nullspace-"))),
    );
    await expectCompleted(copying, "copying");

    const anywhere = await send("anywhere");
    await interrupt(anywhere, () => sleep(randomInt(1_000)));
    await expectCompleted(anywhere, "anywhere");
  });

  it("of a sandbox that is destroyed meanwhile is gone", async ({ skip }) => {
    skip(reason !== null);
    const other = (await replica.call<{ id: string }>("POST", "/v1/sandboxes", {})).body.id;
    const uploads = `/v1/sandboxes/${other}/uploads`;
    const asked = { kind: "file", target_path: "a", content_length: 1 };
    const { session } = (await replica.call<CreatedUpload>("POST", uploads, asked)).body;
    expect(staged()).toContain(`session-${session.upload_id}`);
    const cut = replica.call("DELETE", `/v1/sandboxes/${other}`).catch(() => {});
    await sleep(randomInt(200));
    await replica.kill();
    await cut;
    await installation.endClaims();
    await replica.start();
    await replica.call("DELETE", `/v1/sandboxes/${other}`);
    expect(staged()).not.toContain(`session-${session.upload_id}`);
    const now = await replica.call<UploadSession>("GET", `${uploads}/${session.upload_id}`);
    expect(now.body.status).toBe("aborted");
  });
});
