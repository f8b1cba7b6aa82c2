import { mkdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AttachmentId, SandboxId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { attachments, events, healthChecks, sandboxes, volumes } from "../db/schema.ts";
import { lockSandbox } from "../sandboxes/find-sandbox.ts";
import { whyNoSandboxes } from "../testing/create-test-sandbox.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { createTestVolume } from "../testing/create-test-volume.ts";
import { imagesMissing } from "../testing/images-missing.ts";
import { type LiveMount, liveMounts, unmountBehindTheBack } from "../testing/live-mounts.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { startTestSandbox } from "../testing/start-test-sandbox.ts";
import { getVolume } from "../volumes/get-volume.ts";
import { attachVolume } from "./attach-volume.ts";
import { pauseAttachments, resumeAttachments } from "./change-attachments.ts";
import { checkAttachments } from "./check-attachments.ts";
import { detachVolume } from "./detach-volume.ts";
import { getAttachment } from "./get-attachment.ts";
import { getAttachmentHealth } from "./get-attachment-health.ts";
import { remountVolume } from "./remount-volume.ts";
import { settleAttachments } from "./settle-attachments.ts";

const PATIENT = { timeout: 30_000 };

describe.skipIf(databaseMissing() !== null)("the health of an attachment", () => {
  let system: System;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem({ config: { detachGraceMs: 500 } }));
  });
  afterAll(() => close());

  /** A team with a volume that is attached at `/data`. */
  async function setUp(
    context: { skip: (note?: string) => void },
    mount: { subpath?: string; read_only?: boolean } = {},
  ) {
    const missing = whyNoSandboxes(system);
    if (missing !== null) context.skip(missing);
    const team = await createTestTeam(system);
    const [sandbox, volume] = [await startTestSandbox(system, team), await createTestVolume(system, team)];
    if (mount.subpath !== undefined) await mkdir(join(volume.data, mount.subpath));
    const { id } = await attachVolume(team.member, sandbox.id, { ref: volume.id, mount_path: "/data", ...mount });
    const ref = { sandboxId: sandbox.id, attachmentId: id };
    return {
      team,
      sandbox,
      volume,
      id,
      ref,
      look: () => getAttachmentHealth(team.viewer, ref),
      remount: () => remountVolume(team.member, ref),
    };
  }
  const mountOf = (data: string): LiveMount => {
    const [mount] = liveMounts(({ source }) => source.includes(data.slice(data.indexOf("/volumes/"))));
    if (mount === undefined) throw new Error("nothing is mounted");
    return mount;
  };
  const rowOf = async (id: AttachmentId) => {
    const [row] = await system.database.queries.select().from(attachments).where(eq(attachments.id, id));
    if (row === undefined) throw new Error("no such row");
    return row;
  };
  const told = async (id: AttachmentId, type: string) => {
    const rows = await system.database.queries
      .select()
      .from(events)
      .where(eq(events.attachmentId, id))
      .orderBy(events.seq);
    return rows.filter((row) => row.type === type).map(({ data }) => data);
  };
  const change = (
    team: { member: Parameters<typeof lockSandbox>[1] },
    id: SandboxId,
    act: typeof pauseAttachments,
    cause: string,
  ) =>
    team.member.transaction(async (tx) => {
      await lockSandbox(tx, team.member, id);
      await tx
        .update(sandboxes)
        .set({ status: cause === "resume" ? "running" : "paused" })
        .where(eq(sandboxes.id, id));
      await act(tx, team.member, id, cause);
    });

  it("is looked at from inside, kept, and told when it changes", async (context) => {
    const { look, id, team, ref } = await setUp(context, { read_only: true });
    for (let n = 0; n < 2; n++) {
      const { health } = await look();
      expect(health).toMatchObject({ healthy: true, code: null, message: null, latency_ms: expect.any(Number) });
      expect(health?.options?.split(",")).toEqual(expect.arrayContaining(["ro", "nosuid", "nodev"]));
    }
    expect(await told(id, "attachment.health_changed")).toEqual([
      { mount_path: "/data", healthy: true, error_code: null, error_message: null },
    ]);
    const { checks } = await getAttachment(team.viewer, ref);
    expect(checks.map(({ healthy }) => healthy)).toEqual([true, true]);
    expect(Date.parse(checks[0]?.at ?? "")).toBeGreaterThanOrEqual(Date.parse(checks[1]?.at ?? ""));
  });

  it("keeps the last fifty looks", async (context) => {
    const { look, id, team, ref } = await setUp(context);
    await system.database.queries.insert(healthChecks).values(
      Array.from({ length: 60 }, (_, n) => ({
        attachmentId: id,
        teamId: team.id,
        at: new Date(Date.now() - 1_000 * (n + 1)),
        healthy: false,
      })),
    );
    await look();
    const { checks } = await getAttachment(team.viewer, ref);
    expect(checks).toHaveLength(50);
    expect(checks.map(({ healthy }) => healthy)).toEqual([true, ...Array(49).fill(false)]);
  });

  it("finds a mount that was taken away behind the system's back, and a remount mends it", async (context) => {
    const { look, remount, volume, team, sandbox, id } = await setUp(context);
    await look();
    unmountBehindTheBack(mountOf(volume.data));
    const lost = await look();
    expect(lost).toMatchObject({
      id,
      state: "unmounted",
      last_error_code: "mount_missing",
      last_error_message: expect.stringMatching(/remount/i),
      health: { healthy: false, code: "mount_missing" },
    });
    expect(await getVolume(team.viewer, volume.id)).toMatchObject({ status: "degraded", mount_count: 0 });
    const mended = await remount();
    expect(mended).toMatchObject({ id, state: "mounted", last_error_code: null, last_error_message: null });
    expect(await look()).toMatchObject({ state: "mounted", health: { healthy: true } });
    expect(await sandbox.sh("touch /data/again && ls /data")).toBe("again\n");
    expect(await getVolume(team.viewer, volume.id)).toMatchObject({ status: "attached", mount_count: 1 });
    const steps = await told(id, "attachment.changed");
    expect(steps.slice(3).map(({ to, cause, error_code }) => [to, cause, error_code])).toEqual([
      ["unmounted", "health", "mount_missing"],
      ["remounting", "remount", null],
      ["mounted", "remount", null],
    ]);
    expect((await told(id, "attachment.health_changed")).map(({ healthy }) => healthy)).toEqual([true, false, true]);
  });

  it("finds a subpath that was removed, and a remount mends it once it is there again", async (context) => {
    const { look, remount, volume, sandbox } = await setUp(context, { subpath: "sets" });
    await rmdir(join(volume.data, "sets"));
    expect(await look()).toMatchObject({ state: "failed", last_error_code: "subpath_missing" });
    expect(await remount()).toMatchObject({ state: "failed", last_error_code: "volume_invalid_subpath" });
    await mkdir(join(volume.data, "sets"));
    expect(await remount()).toMatchObject({ state: "mounted" });
    expect(await look()).toMatchObject({ state: "mounted", health: { healthy: true } });
    expect(await sandbox.sh("ls -A /data")).toBe("");
  });

  it("finds another directory in the place of the subpath", async (context) => {
    const { look, volume } = await setUp(context, { subpath: "sets" });
    await rm(join(volume.data, "sets"), { recursive: true });
    await mkdir(join(volume.data, "other"));
    await mkdir(join(volume.data, "sets"));
    expect(await look()).toMatchObject({ state: "failed", last_error_code: "mount_wrong_source" });
  });

  it("warns at the cap, and the volume is degraded until there is room again", async (context) => {
    const { look, volume, team } = await setUp(context);
    const fill = (usedBytes: number) =>
      system.database.queries.update(volumes).set({ maxSizeBytes: 4096, usedBytes }).where(eq(volumes.id, volume.id));
    await fill(4096);
    expect(await look()).toMatchObject({
      state: "mounted",
      last_error_code: null,
      health: { healthy: true, code: "volume_at_cap" },
    });
    expect(await getVolume(team.viewer, volume.id)).toMatchObject({ status: "degraded" });
    await fill(0);
    expect(await look()).toMatchObject({ state: "mounted", health: { healthy: true, code: null } });
    expect(await getVolume(team.viewer, volume.id)).toMatchObject({ status: "attached" });
  });

  it("finds a volume that was filled from inside, where the kernel holds the cap", async (context) => {
    const missing = whyNoSandboxes(system) ?? (await imagesMissing());
    if (missing !== null) return context.skip(missing);
    const images = await createTestSystem({ config: { store: "image", volumeCapBytes: 16 * 1024 * 1024 } });
    try {
      const team = await createTestTeam(images.system);
      const [sandbox, volume] = [await startTestSandbox(images.system, team), await team.makeVolume()];
      const mount = { ref: volume.id, mount_path: "/data" };
      const { id } = await attachVolume(team.member, sandbox.id, mount);
      const look = () => getAttachmentHealth(team.viewer, { attachmentId: id });
      expect(await look()).toMatchObject({ state: "mounted", health: { healthy: true, code: null } });
      expect(await sandbox.sh("dd if=/dev/zero of=/data/big bs=64k; true")).toMatch(/No space left on device/);
      expect(await look()).toMatchObject({ state: "mounted", health: { healthy: true, code: "volume_at_cap" } });
      expect(await getVolume(team.viewer, volume.id)).toMatchObject({ status: "degraded" });
      await sandbox.sh("rm /data/big");
      expect(await look()).toMatchObject({ state: "mounted", health: { healthy: true, code: null } });
      expect(await detachVolume(team.member, { attachmentId: id })).toMatchObject({ state: "released" });
    } finally {
      await images.close();
    }
  });

  it("finds a sandbox that was killed, but not one that is on its way", async (context) => {
    const { look, remount, sandbox, id, ref, team } = await setUp(context);
    await look();
    await system.runtime.stop(sandbox.id);
    await system.database.queries.update(sandboxes).set({ status: "paused" }).where(eq(sandboxes.id, sandbox.id));
    expect(await look()).toMatchObject({ state: "mounted", health: { healthy: true } });
    const be = (set: { status: "running"; operation: "destroy" | null }) =>
      system.database.queries.update(sandboxes).set(set).where(eq(sandboxes.id, sandbox.id));
    await be({ status: "running", operation: "destroy" });
    expect(await look()).toMatchObject({ state: "mounted", health: { healthy: true } });
    await be({ status: "running", operation: null });
    expect(await look()).toMatchObject({ state: "failed", last_error_code: "sandbox_gone" });
    expect(await remount()).toMatchObject({ state: "failed", last_error_code: "sandbox_gone" });
    expect(await rowOf(id)).toMatchObject({ leaseId: null });
    expect(await detachVolume(team.member, ref)).toMatchObject({ state: "released" });
  });

  it("is checked in the background once each interval, by whoever is there", async (context) => {
    const { volume, id } = await setUp(context);
    const signal = new AbortController().signal;
    const checks = async () =>
      (await system.database.queries.select().from(healthChecks).where(eq(healthChecks.attachmentId, id))).length;
    await checkAttachments(system, signal);
    await checkAttachments(system, signal);
    expect(await checks()).toBe(1);
    unmountBehindTheBack(mountOf(volume.data));
    await system.database.queries
      .update(attachments)
      .set({ health: sql`jsonb_set(health, '{at}', '"2020-01-01T00:00:00.000Z"')` })
      .where(eq(attachments.id, id));
    await checkAttachments(system, signal);
    expect(await rowOf(id)).toMatchObject({ state: "unmounted", lastErrorCode: "mount_missing" });
  });

  it("forgets a look that a detach overtook", async (context) => {
    const { team, ref, id } = await setUp(context);
    const slow: System = {
      ...system,
      runtime: {
        ...system.runtime,
        check: async (...asked) => {
          const found = await system.runtime.check(...asked);
          await detachVolume(team.member, ref);
          return found;
        },
      },
    };
    const answered = await getAttachmentHealth({ ...team.viewer, system: slow }, ref);
    expect(answered).toMatchObject({ state: "released", health: null });
    expect(await told(id, "attachment.health_changed")).toEqual([]);
  });

  it("lets a frozen sandbox keep its mount, looked at before it counts again", async (context) => {
    const { sandbox, volume, id, team, ref } = await setUp(context);
    const holder = await sandbox.leave(
      "exec 3>/data/held; echo before >&3; until [ -e /tmp/go ]; do sleep 0.05; done; echo after >&3",
    );
    await expect.poll(() => sandbox.sh("cat /data/held"), PATIENT).toBe("before\n");
    await system.runtime.freeze(sandbox.id);
    await change(team, sandbox.id, pauseAttachments, "pause");
    expect(await rowOf(id)).toMatchObject({ state: "paused", leaseId: null });
    expect(await getVolume(team.viewer, volume.id)).toMatchObject({ mount_count: 1 });
    await expect(remountVolume(team.member, ref)).rejects.toMatchObject({ code: "sandbox_not_ready" });
    await change(team, sandbox.id, resumeAttachments, "resume");
    expect(await settleAttachments(system, sandbox.id, { deadlineMs: 20_000 })).toMatchObject([
      { id, state: "mounted" },
    ]);
    await system.runtime.thaw(sandbox.id);
    await sandbox.sh("touch /tmp/go");
    await holder.ended;
    expect(await sandbox.sh("cat /data/held")).toBe("before\nafter\n");
  });

  it("mounts anew what a stopped sandbox resumes with", async (context) => {
    const { sandbox, id, team } = await setUp(context);
    await sandbox.sh("echo kept > /data/kept");
    await change(team, sandbox.id, pauseAttachments, "hibernate");
    await system.runtime.stop(sandbox.id);
    await system.runtime.start({ id: sandbox.id, memoryMb: 256, vcpus: 1 });
    await change(team, sandbox.id, resumeAttachments, "resume");
    expect(await settleAttachments(system, sandbox.id, { deadlineMs: 20_000 })).toMatchObject([
      { id, state: "mounted" },
    ]);
    expect(await sandbox.sh("cat /data/kept")).toBe("kept\n");
  });

  it("replaces a mount in use after the grace, under the same id", async (context) => {
    const { sandbox, remount, id } = await setUp(context);
    const holder = await sandbox.leave("cd /data && touch in && sleep 1000");
    await expect.poll(() => sandbox.sh("ls /data"), PATIENT).toBe("in\n");
    const remounting = remount();
    await expect.poll(async () => (await rowOf(id)).holders.length, { ...PATIENT, interval: 20 }).toBeGreaterThan(0);
    expect(await remounting).toMatchObject({ id, state: "mounted", holders: [] });
    await holder.ended;
    expect(await sandbox.sh("ls /data")).toBe("in\n");
  });

  it("is looked at by whoever may read, and remounted by whoever may write", async (context) => {
    const { team, ref, look } = await setUp(context);
    const stranger = await createTestTeam(system);
    expect(await look()).toMatchObject({ health: { healthy: true } });
    await expect(remountVolume(team.viewer, ref)).rejects.toMatchObject({ code: "forbidden" });
    await expect(remountVolume(stranger.member, ref)).rejects.toMatchObject({ code: "attachment_not_found" });
    await expect(getAttachmentHealth(stranger.member, ref)).rejects.toMatchObject({ code: "attachment_not_found" });
  });

  it("is given up after some attempts, with the reason, and mended by a remount", async (context) => {
    const { ref, team, remount } = await setUp(context);
    let tried = 0;
    const broken: System = {
      ...system,
      runtime: {
        ...system.runtime,
        mount: () => {
          tried += 1;
          return Promise.reject(new Error("no loop device is left"));
        },
      },
    };
    // The time between the attempts is not waited for.
    const hurry = setInterval(() => {
      system.database.queries
        .update(attachments)
        .set({ nextAttemptAt: sql`now()` })
        .where(eq(attachments.id, ref.attachmentId))
        .catch(() => {});
    }, 50);
    const given = await remountVolume({ ...team.member, system: broken }, ref).finally(() => clearInterval(hurry));
    expect(given).toMatchObject({ state: "failed", last_error_code: "internal_error" });
    expect(given.last_error_message).not.toMatch(/loop device/);
    expect(tried).toBe(7);
    expect(await remount()).toMatchObject({ state: "mounted", last_error_code: null });
  });
});
