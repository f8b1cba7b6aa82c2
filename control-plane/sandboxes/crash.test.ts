import { randomInt } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ExecResult } from "#lib/api/exec.ts";
import type { RuntimeInfo, Sandbox } from "#lib/api/sandboxes.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { databaseMissing, testDatabaseUrl } from "../testing/open-test-database.ts";
import { type Installation, type Replica, startInstallation } from "../testing/start-installation.ts";

const PATIENT = { timeout: 60_000, interval: 100 };
const ROUNDS = 3;
/** About as long as one of the acts takes, in milliseconds. */
const LONGEST_MS = 250;

describe.skipIf(databaseMissing() !== null)("sandboxes of a control plane that is killed", { timeout: 240_000 }, () => {
  let installation: Installation;
  let replica: Replica;
  let volume: string;
  let reason: string | null;
  beforeAll(async () => {
    installation = await startInstallation(await testDatabaseUrl(), { NULLSPACE_LOG_LEVEL: "error" });
    replica = await installation.addReplica();
    await replica.start();
    ({ reason } = (await replica.call<RuntimeInfo>("GET", "/v1/runtime")).body);
    if (reason !== null) console.warn(`skipped: ${reason}`);
    volume = (await replica.call<Volume>("POST", "/v1/volumes", { name: "crash" })).body.id;
    await replica.call("POST", `/v1/volumes/${volume}/files/write`, { path: "/a", content: "shared\n" });
  });
  afterAll(async () => {
    for (const { id } of await all()) await replica.call("DELETE", `/v1/sandboxes/${id}`);
    await vi.waitFor(async () => expect(await readdir(join(installation.directory, "sandboxes"))).toEqual([]), PATIENT);
    await installation.remove();
  });

  const all = async () => (await replica.call<Sandbox[]>("GET", "/v1/sandboxes?include=actions")).body;
  const create = () =>
    replica.call<Sandbox>("POST", "/v1/sandboxes", { volumes: [{ ref: volume, mount_path: "/data" }] });
  const exec = async (id: string, command: string) =>
    (await replica.call<ExecResult>("POST", `/v1/sandboxes/${id}/exec`, { command })).body.stdout;

  /** Kills the control plane in the middle of an act, starts another one, and waits until it has put all right. */
  async function interrupt(act: () => Promise<unknown>): Promise<Sandbox[]> {
    const answer = act().catch(() => "cut");
    await sleep(randomInt(LONGEST_MS));
    await replica.kill();
    await answer;
    await installation.endClaims();
    await replica.start();
    return vi.waitFor(async () => {
      const sandboxes = await all();
      for (const { actions } of sandboxes) expect(actions?.fork.reason).toBeNull();
      return sandboxes;
    }, PATIENT);
  }
  /** It runs, or goes on when asked to, with its files and its mount. */
  async function expectSound({ id, status }: Sandbox, own: string): Promise<void> {
    if (status === "paused")
      expect((await replica.call<Sandbox>("POST", `/v1/sandboxes/${id}/resume`)).body.status).toBe("running");
    expect(await exec(id, "cat /workspace/own 2>/dev/null; cat /data/a")).toBe(`${own}shared\n`);
  }

  it("are made whole or not at all", async ({ skip }) => {
    skip(reason !== null);
    for (let round = 0; round < ROUNDS; round++) {
      const before = (await all()).length;
      const sandboxes = await interrupt(create);
      expect(sandboxes.length - before).toBeLessThanOrEqual(1);
      for (const sandbox of sandboxes) await expectSound(sandbox, "");
    }
  });

  it("are hibernated with their files, or go on", async ({ skip }) => {
    skip(reason !== null);
    const { id } = (await create()).body;
    await exec(id, "echo mine > /workspace/own");
    for (let round = 0; round < ROUNDS; round++) {
      const sandboxes = await interrupt(() => replica.call("POST", `/v1/sandboxes/${id}/hibernate`));
      const now = sandboxes.find((one) => one.id === id);
      if (now === undefined) throw new Error(`${id} is gone`);
      await expectSound(now, "mine\n");
    }
    await replica.call("DELETE", `/v1/sandboxes/${id}`);
  });

  it("are forked whole or not at all, and go on themselves", async ({ skip }) => {
    skip(reason !== null);
    for (const { id } of await all()) await replica.call("DELETE", `/v1/sandboxes/${id}`);
    const { id } = (await create()).body;
    await exec(id, "echo mine > /workspace/own");
    for (let round = 0; round < ROUNDS; round++) {
      const before = (await all()).length;
      const sandboxes = await interrupt(() => replica.call("POST", `/v1/sandboxes/${id}/fork`));
      expect(sandboxes.length - before).toBeLessThanOrEqual(1);
      for (const sandbox of sandboxes) {
        expect(sandbox.status).toBe("running");
        await expectSound(sandbox, "mine\n");
      }
    }
  });
});
