import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AttachmentState } from "#lib/api/attachments.ts";
import type { SandboxId, VolumeId } from "#lib/api/ids.ts";
import type { MountPath } from "#lib/api/mount-path.ts";
import { checkAlerts } from "../alerts/check-alerts.ts";
import type { System } from "../context.ts";
import { attachments, hosts, sandboxes, snapshots } from "../db/schema.ts";
import { newId } from "../new-id.ts";
import { recoverSandboxes } from "../sandboxes/recover-sandboxes.ts";
import { callApi } from "../testing/call-api.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { plantAttachment } from "../testing/plant-attachment.ts";
import { plantSandbox } from "../testing/plant-sandbox.ts";
import { sayAlive } from "./say-alive.ts";
import { thisHost } from "./this-host.ts";
import { watchSilentHosts } from "./watch-silent-hosts.ts";

const OPERATOR_KEY = "an-operator-key-of-more-than-32-characters";
const LONG_AGO = new Date("2026-11-01T00:00:00.000Z");
const { signal } = new AbortController();

describe.skipIf(databaseMissing() !== null)("a machine", () => {
  let system: System;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem({ config: { operatorKey: OPERATOR_KEY } }));
  });
  afterAll(() => close());

  const operator = (method: string, path: string) => callApi(system, OPERATOR_KEY)(method, path);
  const addHost = async (id: string, seenAt: Date) => {
    await system.database.queries.insert(hosts).values({ id, name: `${id}.example`, seenAt });
    return id;
  };
  const hear = (id: string, seenAt: Date) =>
    system.database.queries.update(hosts).set({ seenAt }).where(eq(hosts.id, id));
  const addSandbox = (team: TestTeam, host: string) => plantSandbox(system, team, { host });
  const addMount = (
    team: TestTeam,
    at: { host: string; sandboxId: SandboxId; volumeId: VolumeId },
    state: AttachmentState = "mounted",
  ) => {
    // What the contract's parser would make of it.
    const mountPath = `/${state}` as MountPath;
    const health = { healthy: true, code: null, message: null, options: "rw", latency_ms: 1 };
    return plantAttachment(system, team, {
      ...at,
      mountPath,
      state,
      health: { ...health, at: LONG_AGO.toISOString() },
    });
  };
  /** Says that this machine has been heard from for long enough to call others silent. */
  const wake = async () => {
    await sayAlive(system);
    await system.database.queries.update(hosts).set({ seenSince: LONG_AGO }).where(eq(hosts.id, thisHost()));
  };
  const inDirectory = (...names: string[]) => join(system.config.dataDirectory, ...names);
  /** A team with a volume that is mounted in a sandbox of a machine that was last heard from at `seenAt`. */
  const withMachine = async (seenAt: Date) => {
    const team = await createTestTeam(system);
    const host = await addHost(newId("vol").slice(4, 16), seenAt);
    const { id: volumeId } = await team.makeVolume();
    const sandboxId = await addSandbox(team, host);
    const mount = await addMount(team, { host, sandboxId, volumeId });
    return { team, host, volumeId, sandboxId, mount, call: callApi(system, team.keys.admin) };
  };

  it("that falls silent leaves no mount healthy and no sandbox as if it were in reach, and tells of it once", async () => {
    const { team, volumeId, sandboxId, mount, call } = await withMachine(LONG_AGO);
    const living = await withMachine(new Date());
    await wake();
    for (let round = 0; round < 2; round++) await watchSilentHosts(system, signal);

    const sandbox = (await call("GET", `/v1/sandboxes/${sandboxId}?include=actions`)).body;
    expect(sandbox).toMatchObject({ status: "running", unreachable_since: LONG_AGO.toISOString() });
    expect(sandbox.actions.destroy).toMatchObject({ allowed: false, reason: expect.stringContaining("heard from") });
    const [attachment] = (await call("GET", `/v1/volumes/${volumeId}/attachments?include=actions`)).body;
    expect(attachment).toMatchObject({ id: mount, state: "mounted", health: { healthy: false, code: "host_silent" } });
    expect(attachment.actions.remount.allowed).toBe(false);
    expect((await call("GET", "/v1/overview")).body.attachments).toEqual([
      { state: "mounted", count: 1, unhealthy: 1 },
    ]);
    expect((await call("GET", "/v1/overview")).body.sandboxes).toEqual([
      { status: "running", count: 1, unreachable: 1 },
    ]);
    const { events } = (await call("GET", "/v1/activity?family=sandbox")).body;
    expect(events.filter(({ type }: { type: string }) => type === "sandbox.reach_changed")).toMatchObject([
      { sandbox_id: sandboxId, data: { unreachable_since: LONG_AGO.toISOString() } },
    ]);
    expect((await call("GET", "/v1/activity?family=attachment")).body.events).toHaveLength(1);
    await checkAlerts(system, team.id);
    expect((await call("GET", "/v1/alerts")).body.alerts).toMatchObject([
      { kind: "attachment_failed", attachment_id: mount },
    ]);

    expect((await living.call("GET", `/v1/sandboxes/${living.sandboxId}`)).body.unreachable_since).toBeNull();
    expect((await living.call("GET", "/v1/overview")).body.attachments).toMatchObject([{ unhealthy: 0 }]);
  });

  it("that was away itself calls no other silent, until it has been heard from for as long", async () => {
    const { sandboxId, call } = await withMachine(LONG_AGO);
    const reach = async () => (await call("GET", `/v1/sandboxes/${sandboxId}`)).body.unreachable_since;
    await wake();
    await hear(thisHost(), LONG_AGO);
    await watchSilentHosts(system, signal);
    expect(await reach()).toBeNull();
    await sayAlive(system);
    await watchSilentHosts(system, signal);
    expect(await reach()).toBeNull();
    await wake();
    await watchSilentHosts(system, signal);
    expect(await reach()).toBe(LONG_AGO.toISOString());
  });

  it("that is back has its sandboxes in reach again", async () => {
    const team = await createTestTeam(system);
    const call = callApi(system, team.keys.read);
    const id = await addSandbox(team, thisHost());
    await wake();
    // As another machine did that had not heard from this one.
    await system.database.queries.update(sandboxes).set({ unreachableSince: LONG_AGO }).where(eq(sandboxes.id, id));
    await sayAlive(system);
    await sayAlive(system);
    await watchSilentHosts(system, signal);
    expect((await call("GET", `/v1/sandboxes/${id}`)).body.unreachable_since).toBeNull();
    const { events } = (await call("GET", "/v1/activity?family=sandbox")).body;
    expect(events.map(({ data }: { data: unknown }) => data)).toEqual([{ unreachable_since: null }]);
    await system.database.queries.delete(sandboxes).where(eq(sandboxes.id, id));
  });

  it("is not forgotten while it lives, nor when nobody knows it", async () => {
    const { host, sandboxId, call } = await withMachine(new Date());
    await sayAlive(system);
    expect((await operator("DELETE", `/v1/admin/hosts/${host}`)).body.code).toBe("conflict");
    expect((await operator("DELETE", `/v1/admin/hosts/${thisHost()}`)).body.code).toBe("conflict");
    expect((await operator("DELETE", "/v1/admin/hosts/0123456789ab")).status).toBe(404);
    expect((await call("DELETE", `/v1/admin/hosts/${host}`)).status).toBe(401);
    expect((await call("GET", "/v1/admin/hosts")).status).toBe(401);
    expect((await call("GET", `/v1/sandboxes/${sandboxId}`)).body.status).toBe("running");
    const { body } = await operator("GET", "/v1/admin/hosts");
    expect(body.find(({ id }: { id: string }) => id === host)).toMatchObject({
      name: `${host}.example`,
      silent: false,
      answers: false,
      sandboxes: 1,
      snapshots: 0,
    });
    expect(body.find(({ id }: { id: string }) => id === thisHost()).answers).toBe(true);
  });

  it("that is gone for good is forgotten with all that was on it, and lets volumes go", async () => {
    const { team, host, volumeId, sandboxId, call } = await withMachine(new Date());
    const states = ["requested", "mounting", "remounting", "unmounted", "failed", "paused", "releasing"] as const;
    for (const state of states) await addMount(team, { host, sandboxId, volumeId }, state);
    const snapshot = newId("snap");
    await system.database.queries.insert(snapshots).values({
      id: snapshot,
      teamId: team.id,
      sandboxId,
      host,
      config: {
        template: "base",
        vcpus: 1,
        memoryMb: 64,
        diskMb: null,
        cwd: "/",
        envs: {},
        timeoutMs: null,
        timeoutAction: "destroy",
      },
      readyAt: new Date(),
    });
    for (const kept of [inDirectory("sandboxes", sandboxId), inDirectory("snapshots", snapshot)])
      mkdirSync(join(kept, "files"), { recursive: true });
    const other = await withMachine(LONG_AGO);
    expect((await call("DELETE", `/v1/volumes/${volumeId}`)).body.code).toBe("volume_busy");

    await hear(host, LONG_AGO);
    await wake();
    await watchSilentHosts(system, signal);
    expect((await operator("DELETE", `/v1/admin/hosts/${host}`)).body).toEqual({
      id: host,
      sandboxes: 1,
      snapshots: 1,
    });

    expect((await call("GET", `/v1/sandboxes/${sandboxId}`)).body).toMatchObject({
      status: "destroyed",
      unreachable_since: null,
    });
    const left = await system.database.queries
      .select({ state: attachments.state, cause: attachments.cause })
      .from(attachments)
      .where(eq(attachments.sandboxId, sandboxId));
    expect(left).toEqual(
      Array.from({ length: states.length + 1 }, () => ({ state: "released", cause: "host_forgotten" })),
    );
    expect((await call("GET", `/v1/snapshots/${snapshot}`)).status).toBe(404);
    expect((await call("DELETE", `/v1/volumes/${volumeId}`)).status).toBe(204);
    expect((await operator("DELETE", `/v1/admin/hosts/${host}`)).status).toBe(404);
    expect((await other.call("GET", `/v1/sandboxes/${other.sandboxId}`)).body.status).toBe("running");
    if (system.runtime.capability.available)
      expect([inDirectory("sandboxes", sandboxId), inDirectory("snapshots", snapshot)].filter(existsSync)).toEqual([]);
  });

  it("that was forgotten leaves nothing that the next start keeps, a machine that is remembered does", async ({
    skip,
  }) => {
    const { capability } = system.runtime;
    skip(!capability.available, capability.available ? "" : capability.reason);
    const [gone, silent] = [await withMachine(LONG_AGO), await withMachine(LONG_AGO)];
    await system.database.queries.update(sandboxes).set({ status: "destroyed" });
    await system.database.queries.delete(hosts).where(eq(hosts.id, gone.host));
    for (const { sandboxId } of [gone, silent])
      mkdirSync(inDirectory("sandboxes", sandboxId, "files"), { recursive: true });
    await recoverSandboxes(system);
    expect(existsSync(inDirectory("sandboxes", gone.sandboxId))).toBe(false);
    expect(existsSync(inDirectory("sandboxes", silent.sandboxId))).toBe(true);
  });
});
