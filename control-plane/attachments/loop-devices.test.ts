import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { RuntimeInfo, Sandbox } from "#lib/api/sandboxes.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { imagesMissing } from "../testing/images-missing.ts";
import { databaseMissing, testDatabaseUrl } from "../testing/open-test-database.ts";
import { type Installation, type Replica, startInstallation } from "../testing/start-installation.ts";

const PATIENT = { timeout: 60_000, interval: 200 };
/** The kernel gives the lowest that is free to whoever asks: the highest of so many is left to this test. */
const DEVICES = 8;
const USED = 2;

/**
 * A `/dev` with so many loop devices and no way to more, as many containers have it: the machine's own are without number,
 * and not this test's to use up.
 */
const FEW_DEVICES = `set -e; new=$0
mount -t tmpfs -o mode=755 none "$new"
for one in null zero full random urandom tty; do touch "$new/$one"; mount --bind "/dev/$one" "$new/$one"; done
for loop in $LOOPS; do mknod "$new/loop$loop" b 7 "$loop"; done
ln -s /proc/self/fd "$new/fd"
mount --move "$new" /dev
exec "$@"`;

const missing = databaseMissing() ?? (await imagesMissing());

describe.skipIf(missing !== null)("volumes on a machine with few loop devices", () => {
  let installation: Installation;
  let replica: Replica;
  let scratch: string;
  /** Devices that are taken here, so that nobody else on the machine takes them; each is given to the control plane in turn. */
  let held: string[] = [];
  function letGo(loop: string): void {
    execFileSync("losetup", ["-d", `/dev/loop${loop}`]);
    held = held.filter((one) => one !== loop);
  }

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), "nullspace-loops-"));
    const file = join(scratch, "file");
    await writeFile(file, "");
    await truncate(file, 1024 * 1024);
    for (let n = 0; n < DEVICES; n++)
      held.push(execFileSync("losetup", ["-f", "--show", file], { encoding: "utf8" }).replace("/dev/loop", "").trim());
    for (const loop of held.slice(0, -USED)) letGo(loop);
    const within = ["/usr/bin/unshare", "-m", "--", "/bin/sh", "-c", FEW_DEVICES, join(scratch, "dev")];
    await mkdir(join(scratch, "dev"));
    installation = await startInstallation(
      await testDatabaseUrl(),
      { NULLSPACE_STORE: "image", NULLSPACE_LOG_LEVEL: "error", LOOPS: held.join(" ") },
      within,
    );
    replica = await installation.addReplica();
  });
  afterAll(async () => {
    const left = await ask<Sandbox[]>("GET", "/v1/sandboxes").catch(() => []);
    for (const { id } of left) await ask("DELETE", `/v1/sandboxes/${id}`);
    await installation.remove();
    for (const loop of held) letGo(loop);
    await rm(scratch, { recursive: true });
  });

  const ask = async <T>(method: string, path: string, body?: unknown) =>
    (await replica.call<T>(method, path, body)).body;

  it("say that there is none left, and are mounted by a remount once there is one", async ({ skip }) => {
    const [first = "", second = ""] = held;
    letGo(first);
    await replica.start();
    const { reason } = await ask<RuntimeInfo>("GET", "/v1/runtime");
    if (reason !== null) return skip(reason);
    const { id: sandbox } = await ask<Sandbox>("POST", "/v1/sandboxes", {});
    const [one, two] = [
      await ask<Volume>("POST", "/v1/volumes", { name: "one" }),
      await ask<Volume>("POST", "/v1/volumes", { name: "two" }),
    ];
    const attach = (ref: string) =>
      ask<VolumeAttachment>("POST", `/v1/sandboxes/${sandbox}/volumes`, { ref, mount_path: `/mnt/${ref}` });
    expect(await attach(one.id)).toMatchObject({ state: "mounted" });
    const { id } = await attach(two.id);
    const look = () => ask<VolumeAttachment>("GET", `/v1/sandboxes/${sandbox}/volumes/${id}/health`);
    const failure = { code: "volume_backend_unavailable", message: expect.stringContaining("no loop device") };
    const failed = await vi.waitFor(async () => {
      const found = await look();
      expect(found.state).toBe("failed");
      return found;
    }, PATIENT);
    expect(failed).toMatchObject({ last_error_code: failure.code, last_error_message: failure.message });
    expect(await look()).toMatchObject({ state: "failed", health: { healthy: false, ...failure } });
    letGo(second);
    const mended = await ask<VolumeAttachment>("POST", `/v1/sandboxes/${sandbox}/volumes/${id}/remount`);
    expect(mended).toMatchObject({ state: "mounted", last_error_code: null });
    expect(await look()).toMatchObject({ state: "mounted", health: { healthy: true, code: null } });
  }, 240_000);
});
