import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { System } from "../context.ts";
import { whyNoSandboxes } from "../testing/create-test-sandbox.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { imagesMissing } from "../testing/images-missing.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { startTestSandbox } from "../testing/start-test-sandbox.ts";
import { attachVolume } from "./attach-volume.ts";
import { detachVolume } from "./detach-volume.ts";
import { getAttachmentHealth } from "./get-attachment-health.ts";
import { remountVolume } from "./remount-volume.ts";

const PATIENT = { timeout: 30_000, interval: 100 };
const MiB = 1024 * 1024;

const missing = databaseMissing() ?? (await imagesMissing());

describe.skipIf(missing !== null)("an attachment on a disk that is filled", () => {
  let system: System;
  let clear: () => Promise<void>;
  afterEach(() => clear());

  /** A system whose disk has 48 MiB, and a volume of it in two sandboxes. */
  async function setUp(store: "directory" | "image", skip: (note?: string) => void) {
    const disk = await mkdtemp(join(tmpdir(), "nullspace-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=48m,mode=755", "none", disk]);
    const made = await createTestSystem({
      config: { store, dataDirectory: disk, volumeCapBytes: 32 * MiB, detachGraceMs: 200 },
    });
    ({ system } = made);
    clear = async () => {
      await made.close();
      execFileSync("umount", [disk]);
      await rmdir(disk);
    };
    const why = whyNoSandboxes(system);
    if (why !== null) skip(why);
    const team = await createTestTeam(system);
    const volume = await team.makeVolume();
    const attach = async () => {
      const sandbox = await startTestSandbox(system, team);
      const { id: attachmentId } = await attachVolume(team.member, sandbox.id, { ref: volume.id, mount_path: "/data" });
      return {
        sandbox,
        look: () => getAttachmentHealth(team.viewer, { attachmentId }),
        remount: () => remountVolume(team.member, { attachmentId }),
        detach: () => detachVolume(team.member, { attachmentId }),
      };
    };
    const ballast = join(disk, "ballast");
    return {
      attached: [await attach(), await attach()] as const,
      fill: () => spawnSync("dd", ["if=/dev/zero", `of=${ballast}`, "bs=64k"]),
      empty: () => rm(ballast),
    };
  }
  const whole = { state: "mounted", last_error_code: null, health: { healthy: true, code: null } };

  it("says so while it is, and works again once it is not, where volumes are directories", async ({ skip }) => {
    const { attached, fill, empty } = await setUp("directory", skip);
    const [{ sandbox, look }] = attached;
    expect(await look()).toMatchObject(whole);
    fill();
    expect(await sandbox.sh("head -c 200000 /dev/zero > /data/lost")).toContain("No space left");
    expect(await look()).toMatchObject({
      state: "mounted",
      health: { healthy: true, code: "disk_full", message: expect.stringContaining("operator") },
    });
    await empty();
    expect(await look()).toMatchObject(whole);
    expect(await sandbox.sh("echo again > /data/new && cat /data/new")).toBe("again\n");
  });

  it("says so also when the kernel gave the image up, and a remount of each mends it once there is room", async ({
    skip,
  }) => {
    const { attached, fill, empty } = await setUp("image", skip);
    const [{ sandbox, look, remount, detach }, other] = attached;
    expect(await sandbox.sh("echo kept > /data/kept && sync /data/kept")).toBe("");
    expect(await look()).toMatchObject(whole);
    fill();
    expect(await look()).toMatchObject({ state: "mounted", health: { healthy: true, code: "disk_full" } });
    // Until its journal has no place on the disk.
    let n = 0;
    await vi.waitFor(async () => {
      await sandbox.sh(`head -c 300000 /dev/zero > /data/f${n++}; mkdir /data/d${n}; sync; true`);
      expect(await sandbox.sh("touch /data/x")).toContain("Read-only file system");
    }, PATIENT);
    for (const one of attached)
      expect(await one.look()).toMatchObject({
        state: "failed",
        last_error_code: "disk_full",
        last_error_message: expect.stringMatching(/full.*remount/),
        health: { healthy: false, code: "disk_full" },
      });
    await empty();
    // The file system is only let go of when both have let go of it.
    const mended = await Promise.all([remount(), other.remount()]);
    for (const one of mended) expect(one).toMatchObject({ state: "mounted", last_error_code: null });
    for (const one of attached) expect(await one.look()).toMatchObject(whole);
    expect(await sandbox.sh("echo again > /data/new; sync; cat /data/kept /data/new")).toBe("kept\nagain\n");
    expect(await other.sandbox.sh("cat /data/new")).toBe("again\n");
    for (const one of [detach, other.detach]) expect(await one()).toMatchObject({ state: "released" });
  });
});
