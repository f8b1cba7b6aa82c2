import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmdirSync, rmSync, truncateSync } from "node:fs";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { VolumePath } from "#lib/api/paths.ts";
import type { System } from "../context.ts";
import { writeVolumeFile } from "../files/write-volume-file.ts";
import { newId } from "../new-id.ts";
import { repair } from "../server/repair.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { createTestVolume } from "../testing/create-test-volume.ts";
import { homeOf } from "../testing/home-of.ts";
import { imagesMissing } from "../testing/images-missing.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { createVolume } from "./create-volume.ts";
import { deleteVolume } from "./delete-volume.ts";
import { getVolume } from "./get-volume.ts";
import { listVolumes } from "./list-volumes.ts";
import { reconcileVolumes } from "./reconcile-volumes.ts";
import { setTeamCap, setVolumeCap } from "./set-cap.ts";

const MiB = 1024 * 1024;
const missing = await imagesMissing();

/** Appends a MiB as a process in a sandbox would. @returns whether the kernel took it */
function takesMiB(uid: number, path: string): boolean {
  const as = ["--reuid", String(uid), "--regid", String(uid), "--clear-groups", "--"];
  const dd = ["dd", "if=/dev/zero", "bs=1M", "count=1", "oflag=append", "conv=notrunc", "status=none"];
  return spawnSync("setpriv", [...as, ...dd, `of=${path}`], { cwd: join(path, "..") }).status === 0;
}

describe.skipIf(databaseMissing() !== null || missing !== null)("volumes whose cap the kernel holds", () => {
  let system: System;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem({ config: { store: "image" } }));
  });
  afterAll(() => close());
  const settle = () => reconcileVolumes(system, { olderThanMs: 0, signal: new AbortController().signal });
  /** Through a path that its owner may enter: the directories above a mount are closed to it, as to a sandbox. */
  async function openDoor(id: Parameters<typeof homeOf>[1]) {
    const door = join("/tmp", `nullspace-door-${id}`);
    mkdirSync(door);
    execFileSync("mount", ["--bind", join(await homeOf(system, id), "data"), door]);
    return {
      file: join(door, "file"),
      close: () => {
        execFileSync("umount", [door]);
        rmdirSync(door);
      },
    };
  }

  it("say so, and keep to the cap of their team and to their own, whenever it changes", async () => {
    const team = await createTestTeam(system);
    const uid = system.config.volumeUid;
    await setTeamCap(system, team.id, { max_size_bytes: 2 * MiB });
    const volume = await createVolume(team.member, { name: "held" });
    expect(volume).toMatchObject({ cap_kind: "hard", max_size_bytes: 2 * MiB, status: "available" });
    const door = await openDoor(volume.id);
    try {
      expect([takesMiB(uid, door.file), takesMiB(uid, door.file), takesMiB(uid, door.file)]).toEqual([
        true,
        true,
        false,
      ]);
      await setTeamCap(system, team.id, { max_size_bytes: 4 * MiB });
      await settle();
      expect([takesMiB(uid, door.file), takesMiB(uid, door.file)]).toEqual([true, true]);
      await setVolumeCap(system, volume.id, { max_size_bytes: MiB });
      truncateSync(door.file, 2 * MiB);
      expect(takesMiB(uid, door.file)).toBe(false);
      await settle();
      expect(await getVolume(team.viewer, volume.id)).toMatchObject({ status: "degraded", cap_source: "volume" });
    } finally {
      door.close();
    }
  });

  it("stop a process in a sandbox at the cap, while the API can still replace what it wrote", async (test) => {
    const { runtime, store } = system;
    test.skip(!runtime.capability.available, runtime.capability.available ? "" : runtime.capability.reason);
    const team = await createTestTeam(system);
    await setTeamCap(system, team.id, { max_size_bytes: 16 * MiB });
    const { id } = await team.makeVolume();
    const sandboxId = newId("sb");
    const name = { sandboxId, attachmentId: newId("att") };
    await runtime.start({ id: sandboxId, memoryMb: 256, vcpus: 1 });
    const spec = { ...name, subpath: null, mountPath: "/workspace/v", readOnly: false };
    await store.withDataPath(id, (source) => runtime.mount({ ...spec, source }));
    const run = async (line: string) => {
      const { stderr, ended, stdout } = await runtime.exec(sandboxId, { argv: ["sh", "-c", line] });
      stdout.resume();
      return { said: await text(stderr), ...(await ended) };
    };
    expect((await run("dd if=/dev/zero of=/workspace/v/a bs=64k count=240")).exitCode).toBe(0);
    expect((await run("dd if=/dev/zero of=/workspace/v/b bs=4k")).said).toContain("No space left on device");
    await settle();
    expect(await getVolume(team.viewer, id)).toMatchObject({ used_bytes: 16 * MiB, status: "available" });
    const content = "n".repeat(8 * MiB);
    await writeVolumeFile(team.member, id, { path: "/a" as VolumePath, content, encoding: "utf8" });
    expect((await run("test $(stat -c %s /workspace/v/a) = 8388608")).exitCode).toBe(0);
    await deleteVolume(team.member, id);
    await expect(store.remove(id)).rejects.toMatchObject({ code: "volume_busy" });
    expect(await runtime.unmount(name)).toEqual({ done: true });
    // A mount namespace that another test makes just now holds a copy of every mount until it has let go of it.
    await vi.waitFor(() => store.remove(id), { timeout: 20_000 });
    await runtime.remove(sandboxId);
  });

  it("grow while they are mounted, or say why that cannot be and change nothing", async () => {
    const team = await createTestTeam(system);
    const volume = await createVolume(team.member, { name: "mounted" });
    const door = await openDoor(volume.id);
    const cap = 64 * 1024 * MiB;
    try {
      // CAP_SYS_RESOURCE, which root has on most machines and in few containers.
      const effective = /^CapEff:\s+(\w+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
      if ((BigInt(`0x${effective}`) & (1n << 24n)) !== 0n) {
        await setVolumeCap(system, volume.id, { max_size_bytes: cap });
        execFileSync("fallocate", ["-l", String(cap / 2), door.file]);
        rmSync(door.file);
      } else {
        await expect(setVolumeCap(system, volume.id, { max_size_bytes: cap })).rejects.toMatchObject({
          code: "volume_busy",
        });
        expect(await getVolume(team.viewer, volume.id)).toMatchObject({ max_size_bytes: volume.max_size_bytes });
      }
    } finally {
      door.close();
    }
    expect(await setVolumeCap(system, volume.id, { max_size_bytes: cap })).toMatchObject({ max_size_bytes: cap });
    await system.store.use(volume.id, async () => {});
  });

  it("show what is written past the API, without being mounted to be counted", async () => {
    const team = await createTestTeam(system);
    const volume = await createTestVolume(system, team);
    await writeVolumeFile(team.member, volume.id, { path: "/a" as VolumePath, content: "a", encoding: "utf8" });
    execFileSync("dd", ["if=/dev/zero", `of=${join(volume.data, "b")}`, "bs=1M", "count=3", "status=none"]);
    await settle();
    expect(await volume.usage()).toEqual(volume.measured());
  });

  it("that are damaged have the status error, and can be deleted", async () => {
    const team = await createTestTeam(system);
    const { id } = await team.makeVolume();
    await truncate(join(system.config.dataDirectory, "volumes", id, "image"), 0);
    await settle();
    expect(await getVolume(team.viewer, id)).toMatchObject({ status: "error" });
    await deleteVolume(team.member, id);
    expect(await listVolumes(team.viewer)).toEqual([]);
  });

  it("are left alone by a start when nothing was under way in them", async () => {
    const team = await createTestTeam(system);
    const { id } = await team.makeVolume();
    await repair(system);
    expect(await system.store.wasReleased(id)).toBe(true);
  });
});
