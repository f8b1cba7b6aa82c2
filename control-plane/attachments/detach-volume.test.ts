import { statSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiError } from "#lib/api/api-error.ts";
import type { AttachmentId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { attachments, events, sandboxes, volumes } from "../db/schema.ts";
import { lockSandbox } from "../sandboxes/find-sandbox.ts";
import { allAtOnce } from "../testing/all-at-once.ts";
import { whyNoSandboxes } from "../testing/create-test-sandbox.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { createTestVolume } from "../testing/create-test-volume.ts";
import { liveMounts } from "../testing/live-mounts.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { startTestSandbox } from "../testing/start-test-sandbox.ts";
import { deleteVolume } from "../volumes/delete-volume.ts";
import { attachVolume } from "./attach-volume.ts";
import { releaseAttachments } from "./change-attachments.ts";
import { detachAttachments } from "./change-many.ts";
import { detachVolume } from "./detach-volume.ts";
import { getAttachment } from "./get-attachment.ts";
import { reconcileAttachments } from "./reconcile-attachments.ts";
import { remountVolume } from "./remount-volume.ts";
import { settleAttachments } from "./settle-attachments.ts";

const PATIENT = { timeout: 30_000 };

describe.skipIf(databaseMissing() !== null)("detachVolume", () => {
  let system: System;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem({ config: { detachGraceMs: 1_000 } }));
  });
  afterAll(() => close());

  /** A team with a volume that is attached at `/data`. */
  async function setUp(context: { skip: (note?: string) => void }) {
    const missing = whyNoSandboxes(system);
    if (missing !== null) context.skip(missing);
    const team = await createTestTeam(system);
    const [sandbox, volume] = [await startTestSandbox(system, team), await createTestVolume(system, team)];
    const { id } = await attachVolume(team.member, sandbox.id, { ref: volume.id, mount_path: "/data" });
    return { team, sandbox, volume, id, ref: { sandboxId: sandbox.id, attachmentId: id } };
  }
  const rowOf = async (id: AttachmentId) => {
    const [row] = await system.database.queries.select().from(attachments).where(eq(attachments.id, id));
    if (row === undefined) throw new Error("no such row");
    return row;
  };
  const mountsOf = (data: string) => liveMounts(({ source }) => source.endsWith(data.slice(data.indexOf("/volumes/"))));
  const lastStep = async (id: AttachmentId) => {
    const told = await system.database.queries
      .select()
      .from(events)
      .where(eq(events.attachmentId, id))
      .orderBy(events.seq);
    return told.at(-1)?.data;
  };

  it("takes the mount away, may be repeated, and tells", async (context) => {
    const { team, sandbox, volume, ref, id } = await setUp(context);
    expect(mountsOf(volume.data)).toMatchObject([{ point: "/data", onHost: false }]);
    const released = await detachVolume(team.member, ref, { actions: true });
    expect(released).toMatchObject({ state: "released", holders: [], actions: { detach: { allowed: false } } });
    expect(mountsOf(volume.data)).toEqual([]);
    expect(await sandbox.sh("ls -A /data; grep -c /data /proc/self/mountinfo")).toBe("0\n(exit 1)");
    expect(await rowOf(id)).toMatchObject({ leaseId: null, claimedBy: null, releasedAt: expect.any(Date) });
    expect(await detachVolume(team.member, ref)).toEqual({ ...released, actions: undefined });
    expect(await lastStep(id)).toMatchObject({ from: "releasing", to: "released", cause: "detach" });
    expect(await getAttachment(team.viewer, { attachmentId: id })).toMatchObject({ state: "released" });
  });

  it("is refused to a viewer, in another sandbox and to another team", async (context) => {
    const { team, ref, id } = await setUp(context);
    const stranger = await createTestTeam(system);
    await expect(detachVolume(team.viewer, ref)).rejects.toMatchObject({ code: "forbidden" });
    const elsewhere = { attachmentId: id, sandboxId: "sb_00000000" as typeof ref.sandboxId };
    for (const asked of [detachVolume(stranger.member, ref), detachVolume(team.member, elsewhere)])
      await expect(asked).rejects.toMatchObject({ code: "attachment_not_found", status: 404 });
    expect(await rowOf(id)).toMatchObject({ state: "mounted" });
  });

  it("names who holds it, stops them after the grace, and then nothing writes any more", async (context) => {
    const { team, sandbox, volume, ref, id } = await setUp(context);
    const writer = await sandbox.leave("while :; do echo x; done > /data/log");
    const size = () => statSync(join(volume.data, "log"), { throwIfNoEntry: false })?.size ?? 0;
    await expect.poll(size, PATIENT).toBeGreaterThan(0);
    const asked = await detachVolume(team.member, ref, { wait: false });
    expect(asked.state).toBe("releasing");
    await expect
      .poll(async () => (await rowOf(id)).holders, { ...PATIENT, interval: 20 })
      .toMatchObject([{ pid: expect.any(Number), command: expect.stringContaining("/bin/sh") }]);
    expect(await rowOf(id)).toMatchObject({ state: "releasing", graceUntil: expect.any(Date) });
    expect(await detachVolume(team.member, ref)).toMatchObject({ state: "released", holders: [] });
    const last = size();
    await writer.ended;
    expect(mountsOf(volume.data)).toEqual([]);
    // Whatever else runs inside had time to write.
    await sandbox.sh("for n in 1 2 3; do date; done");
    expect(size()).toBe(last);
  });

  it("stops who holds it in a sandbox that stands still, too", async (context) => {
    const { team, sandbox, volume, ref } = await setUp(context);
    await sandbox.leave("cd /data && touch in && exec sleep 1000");
    await expect.poll(() => sandbox.sh("ls /data"), PATIENT).toBe("in\n");
    await system.runtime.freeze(sandbox.id);
    await expect.poll(async () => (await detachVolume(team.member, ref)).state, { timeout: 40_000 }).toBe("released");
    expect(mountsOf(volume.data)).toEqual([]);
    expect(await system.runtime.inspect(sandbox.id)).toBe("frozen");
  });

  it("lets a holder go by itself within the grace", async (context) => {
    const { team, sandbox, ref, id } = await setUp(context);
    const reader = await sandbox.leave(
      "cd /data && touch in && until [ -e /tmp/go ]; do sleep 0.05; done; cd /; touch /tmp/left",
    );
    await expect.poll(() => sandbox.sh("ls /data"), PATIENT).toBe("in\n");
    const patient: System = { ...system, config: { ...system.config, detachGraceMs: 600_000 } };
    const detached = detachVolume({ ...team.member, system: patient }, ref);
    await expect.poll(async () => (await rowOf(id)).holders.length, { ...PATIENT, interval: 20 }).toBeGreaterThan(0);
    await sandbox.sh("touch /tmp/go");
    expect(await detached).toMatchObject({ state: "released" });
    await reader.ended;
    expect(await sandbox.sh("ls /tmp/left")).toBe("/tmp/left\n");
  });

  it("never calls it released while the machine cannot unmount, and goes on until it can", async (context) => {
    const { team, volume, ref, id } = await setUp(context);
    const broken: System = {
      ...system,
      runtime: {
        ...system.runtime,
        unmount: () => Promise.reject(new ApiError("volume_backend_unavailable", "The machine is out of order.")),
      },
    };
    await detachVolume({ ...team.member, system: broken }, ref, { wait: false });
    await expect.poll(async () => (await rowOf(id)).attempts, PATIENT).toBeGreaterThanOrEqual(2);
    expect(await rowOf(id)).toMatchObject({
      state: "releasing",
      lastErrorCode: "volume_backend_unavailable",
      lastErrorMessage: "The machine is out of order.",
    });
    await expect(deleteVolume(team.member, volume.id)).rejects.toMatchObject({ code: "volume_busy" });
    // Asking again does not wait for the next attempt that is due.
    await expect.poll(async () => (await detachVolume(team.member, ref)).state, { timeout: 40_000 }).toBe("released");
    expect(await rowOf(id)).toMatchObject({ lastErrorCode: null });
    expect(mountsOf(volume.data)).toEqual([]);
  });

  it("needs no way to the volume's bytes", async (context) => {
    const { team, ref } = await setUp(context);
    const lost: System = {
      ...system,
      store: {
        ...system.store,
        withDataPath: () => Promise.reject(new ApiError("volume_backend_unavailable", "The disk is gone.")),
      },
    };
    expect(await detachVolume({ ...team.member, system: lost }, ref)).toMatchObject({ state: "released" });
  });

  it("meets a remount, and one of them wins", async (context) => {
    const { team, sandbox, volume, ref, id } = await setUp(context);
    const [detached, remounted] = await Promise.allSettled([
      detachVolume(team.member, ref),
      remountVolume(team.member, ref),
    ]);
    expect(detached).toMatchObject({ status: "fulfilled", value: { state: "released" } });
    if (remounted.status === "rejected") expect(remounted.reason).toMatchObject({ code: "conflict" });
    expect(await rowOf(id)).toMatchObject({ state: "released" });
    expect(mountsOf(volume.data)).toEqual([]);
    await expect(remountVolume(team.member, ref)).rejects.toMatchObject({ code: "conflict", status: 409 });
    expect(await sandbox.sh("ls -A /data")).toBe("");
  });

  it("detaches many at once, each on its own", async (context) => {
    const { team, sandbox, volume, id } = await setUp(context);
    const other = await attachVolume(team.member, sandbox.id, { ref: volume.id, mount_path: "/other" });
    const missing = "att_00000000" as AttachmentId;
    const result = await detachAttachments(team.member, { ids: [id, other.id, missing, id] });
    expect(result.succeeded.map(({ state }) => state)).toEqual(["released", "released"]);
    expect(result.failed).toMatchObject([{ id: missing, code: "attachment_not_found" }]);
    await expect(detachAttachments(team.viewer, { ids: [id] })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("keeps a volume from being deleted while it is attached, also when both are asked for at once", async (context) => {
    const { team, sandbox, volume, ref, id } = await setUp(context);
    await expect(deleteVolume(team.member, volume.id)).rejects.toMatchObject({
      code: "volume_busy",
      status: 409,
      details: { attachments: [{ id, sandbox_id: sandbox.id, mount_path: "/data", state: "mounted" }] },
    });
    await detachVolume(team.member, ref);
    const lock = eq(volumes.id, volume.id);
    const [attached, deleted] = await allAtOnce<unknown>(
      system,
      system.database.queries.select().from(volumes).where(lock).for("update").getSQL(),
      [
        () => attachVolume(team.member, sandbox.id, { ref: volume.id, mount_path: "/data" }),
        () => deleteVolume(team.member, volume.id),
      ],
    );
    if (attached?.status === "fulfilled") expect(deleted).toMatchObject({ reason: { code: "volume_busy" } });
    else expect(attached).toMatchObject({ reason: { code: "volume_not_found" } });
    expect([attached?.status, deleted?.status].toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("happens by itself when the sandbox is destroyed, also to what is being attached then", async (context) => {
    const { team, sandbox, volume, id } = await setUp(context);
    const attaching = attachVolume(team.member, sandbox.id, { ref: volume.id, mount_path: "/late" }).catch(
      (error: unknown) => error,
    );
    await team.member.transaction(async (tx) => {
      await lockSandbox(tx, team.member, sandbox.id);
      await tx.update(sandboxes).set({ status: "destroyed" }).where(eq(sandboxes.id, sandbox.id));
      await releaseAttachments(tx, team.member, sandbox.id, "destroy");
    });
    await system.runtime.remove(sandbox.id);
    expect(await settleAttachments(system, sandbox.id, { deadlineMs: 20_000 })).toEqual([]);
    const late = await attaching;
    if (late instanceof ApiError) expect(late.code).toBe("sandbox_not_ready");
    expect(await rowOf(id)).toMatchObject({ state: "released", cause: "destroy" });
    expect(mountsOf(volume.data)).toEqual([]);
    await deleteVolume(team.member, volume.id);
  });

  it("is finished by another control plane when the first one died in the middle", async (context) => {
    const { volume, id } = await setUp(context);
    const dead = { state: "releasing" as const, claimedBy: "dead", claimedUntil: new Date(Date.now() + 3_600_000) };
    await system.database.queries.update(attachments).set(dead).where(eq(attachments.id, id));
    const signal = new AbortController().signal;
    await reconcileAttachments(system, signal);
    expect(await rowOf(id)).toMatchObject({ state: "releasing", claimedBy: "dead" });
    await system.database.queries
      .update(attachments)
      .set({ claimedUntil: new Date(Date.now() - 1_000) })
      .where(eq(attachments.id, id));
    await reconcileAttachments(system, signal);
    expect(await rowOf(id)).toMatchObject({ state: "released", claimedBy: null });
    expect(mountsOf(volume.data)).toEqual([]);
  });
});
