import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { RuntimeInfo } from "#lib/api/sandboxes.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { readConfig } from "../config.ts";
import { createLocalRuntime } from "../runtimes/local/create-local-runtime.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import { sandboxesWithGroups, sandboxOf, volumesOnLoops } from "../testing/live-machine.ts";
import { liveMounts, unmountBehindTheBack } from "../testing/live-mounts.ts";
import { databaseMissing, testDatabaseUrl } from "../testing/open-test-database.ts";
import { type Installation, type Replica, startInstallation } from "../testing/start-installation.ts";
import { isAtWork } from "./state.ts";

/** A longer run: NULLSPACE_TEST_OPERATIONS=1000. The same dice again, as far as races allow: NULLSPACE_TEST_SEED. */
const OPERATIONS = Number(process.env.NULLSPACE_TEST_OPERATIONS ?? 100);
const SEED = Number(process.env.NULLSPACE_TEST_SEED ?? randomInt(2 ** 31));
/** Under way at the same time. */
const TOGETHER = 8;
const BETWEEN_CRASHES = Math.max(50, Math.floor(OPERATIONS / 8));
const PATIENT = { timeout: 90_000, interval: 200 };
const PATHS = ["/a", "/b", "/b/inner", "/workspace/c", "/d", "/e"];

/** Numbers below `sides` that follow from the seed (mulberry32). */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * sides);
  };
}

type SandboxNow = { id: SandboxId; status: string; pause_kind: string | null };

describe.skipIf(databaseMissing() !== null)(`many acts at random, with crashes between (seed ${SEED})`, () => {
  let installation: Installation;
  let replica: Replica;
  let runtime: Runtime;
  const dice = createDice(SEED);
  const one = <T>(from: readonly T[]): T | undefined => from[dice(from.length)];
  const problems: string[] = [];
  /** Every sandbox there ever was: none may leave anything. */
  const everySandbox = new Set<SandboxId>();
  let mountsSeen = 0;

  beforeAll(async () => {
    installation = await startInstallation(await testDatabaseUrl(), {
      NULLSPACE_DETACH_GRACE_MS: "100",
      NULLSPACE_HEALTH_INTERVAL_MS: "1000",
      NULLSPACE_VOLUME_CAP_BYTES: String(32 * 1024 * 1024),
      NULLSPACE_LOG_LEVEL: "error",
    });
    replica = await installation.addReplica();
    await replica.start();
    runtime = await createLocalRuntime(readConfig({ NULLSPACE_DATA_DIR: installation.directory }));
  });
  afterAll(async () => {
    for (const id of everySandbox) await runtime.remove(id).catch(() => {});
    await installation.remove();
  });

  /** A refusal is an answer; a defect of the control plane is not. */
  async function ask<T>(method: string, path: string, body?: unknown): Promise<T | null> {
    const answer = await replica.call<T & { error?: string }>(method, path, body);
    if (answer.status === 500) problems.push(`${method} ${path}: ${answer.body?.error}`);
    return answer.status < 300 ? answer.body : null;
  }
  const volumes = async () => (await ask<Volume[]>("GET", "/v1/volumes")) ?? [];
  const sandboxes = async () => (await ask<{ items: SandboxNow[] }>("GET", "/v1/sandboxes?limit=100"))?.items ?? [];
  const attachments = async () => (await ask<VolumeAttachment[]>("GET", "/v1/attachments")) ?? [];
  const routeOf = ({ sandbox_id, id }: VolumeAttachment) => `/v1/sandboxes/${sandbox_id}/volumes/${id}`;
  const maybeWait = () => (dice(2) === 0 ? "?wait=false" : "");
  const mountsNow = () =>
    liveMounts(({ onHost, point }) => !onHost && PATHS.includes(point)).flatMap((mount) => {
      const sandbox = sandboxOf(mount.pid);
      return sandbox !== null && everySandbox.has(sandbox) ? [{ ...mount, sandbox }] : [];
    });

  const makeSandbox = async () => {
    const volume = one(await volumes());
    const mounts = volume && dice(2) === 0 ? [{ ref: volume.id, mount_path: one(PATHS) }] : [];
    const made = await ask<SandboxNow>("POST", "/v1/sandboxes", { template: "base", volumes: mounts });
    if (made) everySandbox.add(made.id);
  };
  const makeVolume = async () => {
    const made = await ask<Volume>("POST", "/v1/volumes", { name: `v${dice(4)}` });
    if (made) await ask("POST", `/v1/volumes/${made.id}/files/mkdir`, { path: "/sub" });
  };
  /** What clients and sandboxes do, and how often. */
  const acts: Record<string, [weight: number, act: () => Promise<unknown>]> = {
    attach: [
      30,
      async () => {
        const [sandbox, volume] = [one(await sandboxes()), one(await volumes())];
        if (!sandbox || !volume) return;
        const mount = {
          ref: volume.name,
          mount_path: dice(12) === 0 ? "/usr/never" : one(PATHS),
          read_only: dice(4) === 0,
          subpath: dice(4) === 0 ? "/sub" : null,
        };
        const made = await ask<VolumeAttachment>("POST", `/v1/sandboxes/${sandbox.id}/volumes${maybeWait()}`, mount);
        if (made?.state === "mounted") mountsSeen++;
      },
    ],
    detach: [
      14,
      async () => {
        const it = one(await attachments());
        if (it) await ask("DELETE", `${routeOf(it)}${maybeWait()}`);
      },
    ],
    remount: [
      10,
      async () => {
        const it = one(await attachments());
        if (it) await ask("POST", `${routeOf(it)}/remount${maybeWait()}`);
      },
    ],
    look: [
      8,
      async () => {
        const it = one(await attachments());
        if (it) await ask("GET", `${routeOf(it)}/health`);
      },
    ],
    sabotage: [
      6,
      async () => {
        const mount = one(mountsNow());
        if (!mount) return;
        try {
          unmountBehindTheBack(mount);
        } catch {
          // In use, or gone meanwhile.
        }
      },
    ],
    hold: [
      6,
      async () => {
        const it = one((await attachments()).filter(({ state }) => state === "mounted"));
        if (!it) return;
        const argv = ["/bin/sh", "-c", `cd '${it.mount_path}' && exec sleep 1000`] as const;
        // Not waited for: a pause that comes between stops the command before it has begun, until a resume.
        void runtime.exec(it.sandbox_id, { argv }).then(
          (command) => {
            for (const output of [command.stdout, command.stderr]) output.resume();
            command.ended.catch(() => {});
          },
          () => {},
        );
      },
    ],
    removeSubpath: [
      2,
      async () => {
        const volume = one(await volumes());
        if (!volume) return;
        await ask("POST", `/v1/volumes/${volume.id}/files/remove`, { path: "/sub" });
        await ask("POST", `/v1/volumes/${volume.id}/files/mkdir`, { path: "/sub" });
      },
    ],
    makeVolume: [4, makeVolume],
    deleteVolume: [
      2,
      async () => {
        const volume = one(await volumes());
        if (volume) await ask("DELETE", `/v1/volumes/${volume.id}`);
      },
    ],
    makeSandbox: [
      4,
      async () => {
        if ((await sandboxes()).length < 3) await makeSandbox();
      },
    ],
    destroy: [
      1,
      async () => {
        const sandbox = one(await sandboxes());
        if (sandbox) await ask("DELETE", `/v1/sandboxes/${sandbox.id}`);
      },
    ],
    pause: [
      3,
      async () => {
        const sandbox = one(await sandboxes());
        if (sandbox) await ask("POST", `/v1/sandboxes/${sandbox.id}/${dice(3) === 0 ? "hibernate" : "pause"}`);
      },
    ],
    resume: [
      10,
      async () => {
        const sandbox = one((await sandboxes()).filter(({ status }) => status === "paused"));
        if (sandbox) await ask("POST", `/v1/sandboxes/${sandbox.id}/resume`);
      },
    ],
  };
  const choices = Object.values(acts).flatMap(([weight, act]) => Array.from({ length: weight }, () => act));

  /** What the database tells and what the machine has are the same. */
  async function compare(): Promise<void> {
    const [told, all] = [await attachments(), await sandboxes()];
    const key = (sandbox: string, path: string) => `${sandbox} ${path}`;
    const inState = (...states: string[]) =>
      told.filter(({ state }) => states.includes(state)).map((it) => key(it.sandbox_id, it.mount_path));
    expect(all.filter(({ status }) => status === "creating")).toEqual([]);
    expect(told.filter(({ state }) => isAtWork(state))).toEqual([]);
    const live = mountsNow().map(({ sandbox, point }) => key(sandbox, point));
    expect(new Set(live).size).toBe(live.length);
    // Every mount that is told of is there; and what is there is told of, broken ones too, or stands still with its sandbox.
    expect(live).toEqual(expect.arrayContaining(inState("mounted")));
    expect(inState("mounted", "failed", "paused")).toEqual(expect.arrayContaining(live));
    const alive = all
      .filter(({ status, pause_kind }) => status === "running" || pause_kind === "frozen")
      .map(({ id }) => id)
      .toSorted();
    expect((await runtime.list()).toSorted()).toEqual(alive);
    expect([...sandboxesWithGroups()].filter((id) => everySandbox.has(id)).toSorted()).toEqual(alive);
    const loops = volumesOnLoops(installation.directory);
    expect(new Set(loops).size).toBe(loops.length);
    expect((await volumes()).map(({ id }): string => id)).toEqual(expect.arrayContaining(loops));
    mountsSeen += live.length;
  }

  /** Waits until nothing is under way any more and both agree; what never comes to rest fails too. */
  async function expectAgreement(): Promise<void> {
    for (const { id } of await sandboxes()) everySandbox.add(id);
    for (const it of await attachments()) await ask("GET", `${routeOf(it)}/health`);
    await vi.waitFor(compare, PATIENT);
    expect(problems).toEqual([]);
  }

  async function actUntilCrash(count: number): Promise<void> {
    let left = count;
    let killed = false;
    const client = async () => {
      while (left > 0 && !killed) {
        left -= 1;
        await choices[dice(choices.length)]?.().catch((error: unknown) => {
          if (!killed) problems.push(String(error));
        });
      }
    };
    const clients = Array.from({ length: TOGETHER }, client);
    const last = dice(TOGETHER);
    await vi.waitFor(() => expect(left).toBeLessThanOrEqual(last), { timeout: 900_000, interval: 5 });
    // Whatever is in flight is cut.
    killed = true;
    await replica.kill();
    await Promise.all(clients);
  }

  it(`${OPERATIONS} times, and the database and the machine agree`, async (context) => {
    const info = await ask<RuntimeInfo>("GET", "/v1/runtime");
    if (info === null || !info.available) return context.skip(info?.reason ?? "the runtime does not say what it can");
    for (let n = 0; n < 3; n++) await makeVolume();
    for (let n = 0; n < 2; n++) await makeSandbox();
    for (let done = 0; done < OPERATIONS; done += BETWEEN_CRASHES) {
      await actUntilCrash(Math.min(BETWEEN_CRASHES, OPERATIONS - done));
      await installation.endClaims();
      await replica.start();
      await expectAgreement();
    }
    // A walk may take everything away before it looks; then something is left to agree about by hand.
    await makeVolume();
    const mounts = (await volumes()).slice(0, 1).map(({ id }) => ({ ref: id, mount_path: PATHS[0] }));
    const made = await ask<SandboxNow>("POST", "/v1/sandboxes", { template: "base", volumes: mounts });
    if (made) everySandbox.add(made.id);
    await expectAgreement();
    expect(mountsSeen).toBeGreaterThan(0);
    for (const { id } of await sandboxes()) await ask("DELETE", `/v1/sandboxes/${id}`);
    await expectAgreement();
    await vi.waitFor(async () => {
      for (const { id } of await volumes()) await ask("DELETE", `/v1/volumes/${id}`);
      expect([await volumes(), await sandboxes(), await attachments(), await runtime.list()]).toEqual([[], [], [], []]);
      expect([mountsNow(), volumesOnLoops(installation.directory)]).toEqual([[], []]);
    }, PATIENT);
    expect(problems).toEqual([]);
  }, 1_800_000);
});
