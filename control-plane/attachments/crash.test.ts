import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { RuntimeInfo, Sandbox } from "#lib/api/sandboxes.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { liveMounts } from "../testing/live-mounts.ts";
import { databaseMissing, testDatabaseUrl } from "../testing/open-test-database.ts";
import { type Installation, type Replica, startInstallation } from "../testing/start-installation.ts";

const PATIENT = { timeout: 60_000, interval: 50 };
const SLOTS = 3;
const ROUNDS = 4;

/** So that where it is mounted says into which sandbox. */
const pathOf = (sandbox: SandboxId, slot: number) => `/mnt/${sandbox}/${slot}`;

describe.skipIf(databaseMissing() !== null)("attachments of control planes that are killed", () => {
  let installation: Installation;
  const sandboxes: SandboxId[] = [];
  let replicas: Replica[] = [];
  let volume: Volume;

  /** @returns why it cannot be tested here; null when all is set up */
  async function setUp(count: number): Promise<string | null> {
    installation = await startInstallation(await testDatabaseUrl(), {
      NULLSPACE_DETACH_GRACE_MS: "200",
      NULLSPACE_LOG_LEVEL: "error",
    });
    replicas = await Promise.all(Array.from({ length: count }, () => installation.addReplica()));
    for (const replica of replicas) await replica.start();
    const [first] = replicas;
    const { body: runtime } = await ask<RuntimeInfo>(first, "GET", "/v1/runtime");
    if (!runtime.available) return runtime.reason;
    volume = (await ask<Volume>(first, "POST", "/v1/volumes", { name: "crash" })).body;
    sandboxes.length = 0;
    for (let n = 0; n < 2; n++)
      sandboxes.push((await ask<Sandbox>(first, "POST", "/v1/sandboxes", { template: "base" })).body.id);
    return null;
  }
  const ask = <T>(replica: Replica | undefined, method: string, path: string, body?: unknown) => {
    if (replica === undefined) throw new Error("there is no such replica");
    return replica.call<T>(method, path, body);
  };
  afterEach(async () => {
    for (const id of sandboxes) await ask(replicas[0], "DELETE", `/v1/sandboxes/${id}`).catch(() => {});
    await installation.remove();
    expect(liveMounts(({ point }) => sandboxes.some((id) => point.includes(id)))).toEqual([]);
  });

  const active = async (replica?: Replica, state = "") =>
    (
      await ask<VolumeAttachment[]>(
        replica,
        "GET",
        `/v1/attachments?state=${state || "mounted,failed,unmounted,paused"}`,
      )
    ).body;

  /** One act of a client that does not care how it ends. */
  async function act(replica: Replica | undefined): Promise<void> {
    const sandbox = sandboxes[randomInt(sandboxes.length)];
    if (sandbox === undefined) return;
    const base = `/v1/sandboxes/${sandbox}/volumes`;
    const path = pathOf(sandbox, randomInt(SLOTS));
    const { body } = await ask<VolumeAttachment[]>(replica, "GET", base);
    const there = body.find(({ mount_path }) => mount_path === path);
    if (there === undefined) await ask(replica, "POST", base, { ref: volume.id, mount_path: path });
    else if (randomInt(3) === 0) await ask(replica, "POST", `${base}/${there.id}/remount`);
    else await ask(replica, "DELETE", `${base}/${there.id}`);
  }

  /** Waits until nothing is under way, then compares what the database and the kernel say. */
  async function expectAgreement(replica: Replica | undefined): Promise<void> {
    const atWork = "requested,mounting,remounting,releasing";
    await vi.waitFor(async () => expect(await active(replica, atWork)).toEqual([]), PATIENT);
    const told = await active(replica);
    expect(told.filter(({ state }) => state !== "mounted")).toEqual([]);
    const mounts = liveMounts(({ point }) => point.startsWith("/mnt/sb_"));
    const ours = mounts.filter(({ point }) => sandboxes.some((id) => point.startsWith(`/mnt/${id}/`)));
    expect(ours.map(({ point }) => point).toSorted()).toEqual(told.map(({ mount_path }) => mount_path).toSorted());
    // What carries a mount in is gone from the host, wherever it was cut short.
    expect(
      liveMounts(({ point, onHost }) => onHost && point.startsWith(installation.directory) && point.includes("/att_")),
    ).toEqual([]);
  }

  it("at any point of attach, detach and remount are put right by the next one", async (context) => {
    const missing = await setUp(1);
    if (missing !== null) context.skip(missing);
    const [replica] = replicas;
    if (replica === undefined) return;
    for (let round = 0; round < ROUNDS; round++) {
      const acts = Array.from({ length: 5 }, () => act(replica).catch(() => {}));
      await sleep(randomInt(250));
      await replica.kill();
      await Promise.all(acts);
      await installation.endClaims();
      await replica.start();
      await expectAgreement(replica);
    }
  }, 480_000);

  // The embedded database belongs to one process, which refuses a second one.
  if (inject("database").kind === "postgres")
    it("on one Postgres and one data directory do each other's work, and never twice", async (context) => {
      const missing = await setUp(2);
      if (missing !== null) context.skip(missing);
      const [first, second] = replicas;
      if (first === undefined || second === undefined) return;
      for (let round = 0; round < 4; round++) {
        const acts = Array.from({ length: 8 }, (_, n) => act(n % 2 === 0 ? first : second).catch(() => {}));
        await sleep(randomInt(250));
        if (round % 2 === 1) await first.kill();
        await Promise.all(acts);
        // The other one waits until the claims of the dead one have run out by themselves.
        await expectAgreement(second);
        if (round % 2 === 1) await first.start();
      }
    }, 480_000);
});
