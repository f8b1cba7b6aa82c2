import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxId } from "#lib/api/ids.ts";
import { createContext, type System } from "../context.ts";
import { attachments, events, sandboxes, volumes } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";
import { allAtOnce } from "../testing/all-at-once.ts";
import { whyNoSandboxes } from "../testing/create-test-sandbox.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { createTestVolume } from "../testing/create-test-volume.ts";
import { liveMounts, unmountBehindTheBack } from "../testing/live-mounts.ts";
import { openReplica } from "../testing/open-replica.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { startTestSandbox } from "../testing/start-test-sandbox.ts";
import { getVolume } from "../volumes/get-volume.ts";
import { attachVolume } from "./attach-volume.ts";
import { detachVolume } from "./detach-volume.ts";
import { driveAttachment } from "./drive-attachment.ts";
import { listSandboxAttachments } from "./list-sandbox-attachments.ts";

describe.skipIf(databaseMissing() !== null)("attachVolume", () => {
  let system: System;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
  });
  afterAll(() => close());

  /** A team with a sandbox that runs and a volume. */
  async function setUp(context: { skip: (note?: string) => void }) {
    const missing = whyNoSandboxes(system);
    if (missing !== null) context.skip(missing);
    const team = await createTestTeam(system);
    return { team, sandbox: await startTestSandbox(system, team), volume: await createTestVolume(system, team) };
  }
  const storyOf = (id: string) =>
    system.database.queries.select().from(events).where(sql`${events.attachmentId} = ${id}`).orderBy(events.seq);
  const lockOf = (id: SandboxId) => sql`select 1 from ${sandboxes} where id = ${id} for update`;
  const countOf = async (id: SandboxId) =>
    (await system.database.queries.select().from(attachments).where(eq(attachments.sandboxId, id))).length;

  it("mounts a volume by its name, at once for what runs inside, and tells each step", async (context) => {
    const { team, sandbox, volume } = await setUp(context);
    await writeFile(join(volume.data, "hello.txt"), "persistent\n");
    const { name } = await getVolume(team.viewer, volume.id);
    await sandbox.leave("until cat /workspace/shared/hello.txt > /tmp/seen; do sleep 0.02; done");
    const attachment = await attachVolume(team.member, sandbox.id, { ref: name, mount_path: "//workspace/shared/" });
    expect(attachment).toMatchObject({
      volume_id: volume.id,
      volume_name: name,
      sandbox_id: sandbox.id,
      mount_path: "/workspace/shared",
      subpath: null,
      read_only: false,
      state: "mounted",
      last_error_code: null,
    });
    await expect.poll(() => sandbox.sh("cat /tmp/seen"), { timeout: 20_000 }).toBe("persistent\n");
    expect(await sandbox.sh("echo from inside > /workspace/shared/reply")).toBe("");
    expect(await getVolume(team.viewer, volume.id)).toMatchObject({ mount_count: 1, status: "attached" });
    const story = await storyOf(attachment.id);
    expect(story.map(({ data, actorKind }) => [data.from, data.to, data.cause, actorKind])).toEqual([
      [null, "requested", "attach", "user"],
      ["requested", "mounting", "attach", "system"],
      ["mounting", "mounted", "attach", "system"],
    ]);
    expect(story.slice(1).every(({ data }) => Number.isInteger(data.duration_ms))).toBe(true);
  });

  it("mounts a directory of a volume, read-only for the kernel", async (context) => {
    const { team, sandbox, volume } = await setUp(context);
    await mkdir(join(volume.data, "published/models"), { recursive: true });
    await writeFile(join(volume.data, "published/models/weights"), "x");
    const asked = { ref: volume.id, mount_path: "/workspace/models", subpath: "published//models", read_only: true };
    const attachment = await attachVolume(team.member, sandbox.id, asked);
    expect(attachment).toMatchObject({ state: "mounted", subpath: "/published/models", read_only: true });
    expect(await sandbox.sh("ls -A /workspace/models")).toBe("weights\n");
    expect(await sandbox.sh("touch /workspace/models/new")).toMatch(/Read-only file system/);
  });

  it("answers at once when nobody wants to wait, and mounts all the same", async (context) => {
    const { team, sandbox, volume } = await setUp(context);
    const asked = { ref: volume.id, mount_path: "/data" };
    const attachment = await attachVolume(team.member, sandbox.id, asked, { wait: false, actions: true });
    expect(attachment).toMatchObject({
      state: "mounting",
      actions: { detach: { allowed: true, reason: null }, remount: { allowed: false, reason: "It is being mounted." } },
    });
    const state = async () => (await listSandboxAttachments(team.viewer, sandbox.id))[0]?.state;
    await expect.poll(state, { timeout: 20_000 }).toBe("mounted");
  });

  it.each([
    "workspace",
    "/",
    "/workspace",
    "/workspace/.nullspace",
    "/workspace/.nullspace/x",
    "/workspace/..",
    "/../x",
    "/etc/x",
    "/proc",
    "/lib64",
    "/run/x",
    "/x/../usr/share",
    "/a\0b",
  ])("refuses the mount path %j", async (mount_path) => {
    const team = await createTestTeam(system);
    const volume = await createTestVolume(system, team);
    const id = "sb_00000000" as SandboxId;
    await system.database.queries
      .insert(sandboxes)
      .values({
        id,
        teamId: team.id,
        status: "running",
        host: thisHost(),
        template: "base",
        vcpus: 1,
        memoryMb: 64,
        cwd: "/",
        timeoutAction: "destroy",
      })
      .onConflictDoUpdate({ target: sandboxes.id, set: { teamId: team.id } });
    const asked = attachVolume(team.member, id, { ref: volume.id, mount_path });
    const code =
      whyNoSandboxes(system) === null ? "volume_invalid_mount_path" : "volume_backend_capability_unsupported";
    await expect(asked).rejects.toMatchObject({ code });
    expect(await countOf(id)).toBe(0);
  });

  it("refuses a subpath that is missing, no directory, or leads out", async (context) => {
    const { team, sandbox, volume } = await setUp(context);
    await writeFile(join(volume.data, "file"), "");
    await mkdir(join(volume.data, "real"));
    await symlink("real", join(volume.data, "link"));
    await symlink("/etc", join(volume.data, "out"));
    for (const subpath of ["/missing", "/file", "/file/x", "/..", "/a/../..", "/out", "/a\0b"])
      await expect(
        attachVolume(team.member, sandbox.id, { ref: volume.id, mount_path: "/data", subpath }),
        subpath,
      ).rejects.toMatchObject({ code: "volume_invalid_subpath", status: 400 });
    expect(await countOf(sandbox.id)).toBe(0);
    // A link inside the volume is as good as what it leads to.
    const linked = { ref: volume.id, mount_path: "/data", subpath: "/link" };
    expect(await attachVolume(team.member, sandbox.id, linked)).toMatchObject({ state: "mounted" });
  });

  it("refuses a mount path that is taken, or above or below one that is", async (context) => {
    const { team, sandbox, volume } = await setUp(context);
    const attach = (mount_path: string) => attachVolume(team.member, sandbox.id, { ref: volume.id, mount_path });
    const { id } = await attach("/data/inner");
    for (const path of ["/data/inner", "/data", "/data/inner/deeper", "/data/./inner/"])
      await expect(attach(path), path).rejects.toMatchObject({ code: "volume_overlapping_mounts", status: 409 });
    expect(await attach("/data/inner2")).toMatchObject({ state: "mounted" });
    await detachVolume(team.member, { attachmentId: id });
    expect(await attach("/data/inner")).toMatchObject({ state: "mounted" });
  });

  it("refuses a ninth, also of nine that are asked for at once", async (context) => {
    const { team, sandbox, volume } = await setUp(context);
    // Two control planes: so many would not all find a connection of one to wait on.
    const replica = await openReplica(system);
    const callers = [team.member, createContext(replica.system, team.member)];
    const asked = await allAtOnce(
      system,
      lockOf(sandbox.id),
      Array.from(
        { length: 9 },
        (_, n) => () =>
          attachVolume(callers[n % 2] ?? team.member, sandbox.id, { ref: volume.id, mount_path: `/d${n}` }),
      ),
    );
    await replica.close();
    const refused = asked.filter((one) => one.status === "rejected");
    expect(refused).toMatchObject([{ reason: { code: "volume_limit_exceeded", status: 409 } }]);
    const mounted = await listSandboxAttachments(team.viewer, sandbox.id);
    expect(mounted.map(({ state }) => state)).toEqual(Array(8).fill("mounted"));
    expect((await sandbox.sh("grep -c ' /d[0-9] ' /proc/self/mountinfo")).trim()).toBe("8");
  });

  it("gives one mount path to one of many who ask at once", async (context) => {
    const { team, sandbox, volume } = await setUp(context);
    const asked = await allAtOnce(
      system,
      lockOf(sandbox.id),
      Array.from(
        { length: 4 },
        () => () => attachVolume(team.member, sandbox.id, { ref: volume.id, mount_path: "/data" }),
      ),
    );
    expect(asked.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    for (const one of asked)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "volume_overlapping_mounts" });
    expect(await countOf(sandbox.id)).toBe(1);
  });

  it("keeps to the attachments that a volume may have", async (context) => {
    const { team, sandbox, volume } = await setUp(context);
    await system.database.queries.update(volumes).set({ maxMounts: 2 }).where(eq(volumes.id, volume.id));
    const asked = await Promise.allSettled(
      Array.from({ length: 4 }, (_, n) =>
        attachVolume(team.member, sandbox.id, { ref: volume.id, mount_path: `/d${n}` }),
      ),
    );
    expect(asked.filter((one) => one.status === "fulfilled")).toHaveLength(2);
    for (const one of asked)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "volume_limit_exceeded" });
  });

  it("is refused where the sandbox does not run, to a viewer, and for what is another team's", async (context) => {
    const { team, sandbox, volume } = await setUp(context);
    const stranger = await createTestTeam(system);
    const theirs = await createTestVolume(system, stranger);
    const request = { ref: volume.id, mount_path: "/data" };
    await expect(attachVolume(team.viewer, sandbox.id, request)).rejects.toMatchObject({ code: "forbidden" });
    await expect(attachVolume(stranger.member, sandbox.id, request)).rejects.toMatchObject({
      code: "sandbox_not_found",
    });
    for (const ref of [theirs.id, "vol_00000000", "no such volume", "vol_"])
      await expect(attachVolume(team.member, sandbox.id, { ...request, ref })).rejects.toMatchObject({
        code: "volume_not_found",
      });
    for (const status of ["creating", "paused", "destroyed", "error"] as const) {
      await system.database.queries.update(sandboxes).set({ status }).where(eq(sandboxes.id, sandbox.id));
      await expect(attachVolume(team.member, sandbox.id, request)).rejects.toMatchObject({ code: "sandbox_not_ready" });
    }
    for (const operation of ["pause", "hibernate", "destroy"] as const) {
      await system.database.queries
        .update(sandboxes)
        .set({ status: "running", operation })
        .where(eq(sandboxes.id, sandbox.id));
      await expect(attachVolume(team.member, sandbox.id, request)).rejects.toMatchObject({ code: "sandbox_not_ready" });
    }
    expect(await countOf(sandbox.id)).toBe(0);
  });

  it("says why when this machine cannot mount", async () => {
    const team = await createTestTeam(system);
    const volume = await createTestVolume(system, team);
    const reason = "Namespaces are switched off on this machine.";
    const without: System = { ...system, runtime: { ...system.runtime, capability: { available: false, reason } } };
    const id = "sb_11111111" as SandboxId;
    await system.database.queries.insert(sandboxes).values({
      id,
      teamId: team.id,
      status: "running",
      host: thisHost(),
      template: "base",
      vcpus: 1,
      memoryMb: 64,
      cwd: "/",
      timeoutAction: "destroy",
    });
    const asked = attachVolume({ ...team.member, system: without }, id, { ref: volume.id, mount_path: "/data" });
    await expect(asked).rejects.toMatchObject({ code: "volume_backend_capability_unsupported", message: reason });
  });

  it("takes what carried a mount in away, where another control plane died before it could", async (context) => {
    const { team, sandbox, volume } = await setUp(context);
    const { id } = await attachVolume(team.member, sandbox.id, { ref: volume.id, mount_path: "/data" });
    // As it is between the last two steps: in its place inside, and still on the host.
    const shown = join(system.config.dataDirectory, "sandboxes", sandbox.id, "hub", id);
    await mkdir(shown);
    execFileSync("mount", ["-n", "--bind", volume.data, shown]);
    const carried = liveMounts(({ onHost, point }) => !onHost && point === `/run/nullspace/${id}`);
    expect(carried).toHaveLength(1);
    for (const mount of carried) unmountBehindTheBack(mount);
    const dead = { state: "mounting" as const, claimedBy: "dead", claimedUntil: sql`now() - interval '1 second'` };
    await system.database.queries.update(attachments).set(dead).where(eq(attachments.id, id));
    await driveAttachment(system, id);
    const [row] = await system.database.queries.select().from(attachments).where(eq(attachments.id, id));
    expect(row).toMatchObject({ state: "mounted", claimedBy: null });
    expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(shown);
    expect(existsSync(shown)).toBe(false);
    expect(await sandbox.sh("echo on > /data/still && cat /data/still")).toBe("on\n");
  });

  it("keeps the place of one that fails, says why, and lets go of it", async (context) => {
    const { team, sandbox, volume } = await setUp(context);
    await sandbox.sh("ln -s /usr /workspace/link");
    const request = { ref: volume.id, mount_path: "/workspace/link/x" };
    const attachment = await attachVolume(team.member, sandbox.id, request);
    expect(attachment).toMatchObject({
      state: "failed",
      last_error_code: "volume_invalid_mount_path",
      last_error_message: expect.any(String),
    });
    await expect(attachVolume(team.member, sandbox.id, request)).rejects.toMatchObject({
      code: "volume_overlapping_mounts",
    });
    expect(await getVolume(team.viewer, volume.id)).toMatchObject({ mount_count: 0, status: "degraded" });
    expect(await detachVolume(team.member, { attachmentId: attachment.id })).toMatchObject({ state: "released" });
    expect(await getVolume(team.viewer, volume.id)).toMatchObject({ mount_count: 0, status: "available" });
  });
});
