import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { VolumePath } from "#lib/api/paths.ts";
import { newId } from "../../new-id.ts";
import { createTestSandbox, whyNoSandboxes } from "../../testing/create-test-sandbox.ts";
import { createTestSystem } from "../../testing/create-test-system.ts";
import { SECRET, startHostileWriter } from "../../testing/start-hostile-writer.ts";

const { system, close } = await createTestSystem();
const { runtime } = system;
afterAll(() => close());

const LOOK_MS = 10_000;
const hasPython = existsSync("/usr/bin/python3");
// Parsed at the edge elsewhere.
const path = (text: string) => text as VolumePath;
const hostMounts = () =>
  readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .filter((line) => line.includes(system.config.dataDirectory));
const own = (file: string) => {
  const uid = system.config.volumeUid;
  if (process.getuid?.() === 0) execFileSync("chown", ["-R", "-h", `${uid}:${uid}`, file]);
};

describe.skipIf(whyNoSandboxes(system) !== null)("a volume in a running sandbox", () => {
  test("is seen at once by a process that runs already, both ways, and goes without a trace", async () => {
    const sandbox = await createTestSandbox(system);
    const { data, spec } = await sandbox.volume();
    const before = hostMounts();
    const inside = (await sandbox.run("cat /proc/self/mountinfo")).stdout;
    const watcher = await sandbox.begin(
      "echo on; until [ -e /workspace/shared/hello ]; do sleep 0.02; done; cat /workspace/shared/hello; echo back > /workspace/shared/answer",
    );
    writeFileSync(join(data, "hello"), "hello\n");
    await runtime.mount(spec);
    await watcher.ended;
    expect(watcher.output()).toBe("on\nhello\n");
    expect(readFileSync(join(data, "answer"), "utf8")).toBe("back\n");
    expect(hostMounts()).toEqual(before);
    expect(await runtime.unmount(spec)).toEqual({ done: true });
    expect(await runtime.unmount(spec)).toEqual({ done: true });
    expect((await sandbox.run("cat /proc/self/mountinfo")).stdout).toBe(inside);
    expect((await sandbox.run("ls -A /workspace/shared")).stdout).toBe("");
  });

  test("is read-only by the kernel when that was asked", async () => {
    const sandbox = await createTestSandbox(system);
    const { data, spec } = await sandbox.volume({ readOnly: true });
    writeFileSync(join(data, "kept"), "kept", { mode: 0o666 });
    await runtime.mount(spec);
    const { stderr } = await sandbox.run(
      "cd /workspace/shared; touch new; echo x > kept; rm kept; chmod 777 kept; mv kept other; mkdir d",
    );
    expect(stderr.match(/Read-only file system/g)).toHaveLength(6);
    expect(await runtime.check(spec, LOOK_MS)).toMatchObject({
      ok: true,
      options: expect.stringMatching(/^ro,nosuid,nodev/),
    });
    expect(await runtime.check({ ...spec, readOnly: false }, LOOK_MS)).toMatchObject({ code: "mount_read_only" });
    await runtime.mount({ ...spec, readOnly: false });
    expect(await runtime.check(spec, LOOK_MS)).toMatchObject({ ok: false, code: "mount_writable" });
    expect((await sandbox.run("touch /workspace/shared/new")).exitCode).toBe(0);
    expect(readdirSync(data).toSorted()).toEqual(["kept", "new"]);
  });

  test("shows a subpath alone, found within the volume", async () => {
    const sandbox = await createTestSandbox(system);
    const { data, spec } = await sandbox.volume();
    mkdirSync(join(data, "sets/one"), { recursive: true });
    writeFileSync(join(data, "sets/one/file"), "one");
    symlinkSync("/sets", join(data, "inside"));
    symlinkSync("../../../../../../../../etc", join(data, "outside"));
    writeFileSync(join(data, "file"), "");
    await runtime.mount({ ...spec, subpath: path("/inside/one") });
    expect((await sandbox.run("ls -A /workspace/shared; ls -A /workspace/shared/..")).stdout).toBe("file\nshared\n");
    for (const subpath of ["/missing", "/outside", "/file"])
      await expect(
        runtime.mount({ ...spec, attachmentId: newId("att"), mountPath: "/other", subpath: path(subpath) }),
      ).rejects.toMatchObject({ code: "volume_invalid_subpath" });
    renameSync(join(data, "sets/one"), join(data, "sets/two"));
    expect(await runtime.check({ ...spec, subpath: path("/sets/one") }, LOOK_MS)).toMatchObject({
      code: "subpath_missing",
    });
    mkdirSync(join(data, "sets/one"));
    expect(await runtime.check({ ...spec, subpath: path("/sets/one") }, LOOK_MS)).toMatchObject({
      code: "mount_wrong_source",
    });
    expect(await runtime.unmount(spec)).toEqual({ done: true });
  });

  test("never shows what lies outside, however a subpath is swapped meanwhile", async () => {
    const sandbox = await createTestSandbox(system);
    const { data, spec } = await sandbox.volume();
    const outside = join(system.config.dataDirectory, "outside");
    const writer = await startHostileWriter(data, outside);
    const found = { mounted: 0, refused: 0 };
    try {
      for (let round = 0; round < 20; round++) {
        const subpath = path(["/d", "/d/e", "/d/e/g", "/to"][round % 4] ?? "/d");
        const mounted = await runtime.mount({ ...spec, subpath }).then(
          () => true,
          () => false,
        );
        found[mounted ? "mounted" : "refused"]++;
        // A FIFO may stand there.
        const { stdout } = await sandbox.run(
          "timeout -s KILL 0.2 cat /workspace/shared/secret /workspace/shared/f 2>/dev/null; true",
        );
        expect(stdout).not.toContain(SECRET);
        expect(await runtime.unmount(spec)).toEqual({ done: true });
      }
    } finally {
      await writer.stop();
    }
    expect(found.mounted).toBeGreaterThan(0);
    expect(writer.outside.now()).toEqual(writer.outside.before);
  });

  test("is mounted through no link, and nowhere in the sandbox's own system", async () => {
    const sandbox = await createTestSandbox(system);
    const { spec } = await sandbox.volume();
    await sandbox.run("ln -s /usr /workspace/link; ln -s / /workspace/root; touch /workspace/file; mkdir /workspace/d");
    for (const mountPath of [
      "/workspace/link",
      "/workspace/link/share",
      "/workspace/root/usr",
      "/workspace/file",
      "/workspace/file/x",
      "/usr/share",
      "/proc/sys",
      "/etc/ssl",
      "/dev/shm",
      "/run/nullspace",
      "/",
      "/workspace/../usr",
      "workspace",
    ])
      await expect(runtime.mount({ ...spec, mountPath }), mountPath).rejects.toMatchObject({
        code: "volume_invalid_mount_path",
      });
    expect((await sandbox.run("cat /proc/self/mountinfo")).stdout).not.toContain(spec.source);
    for (const mountPath of ["/data", "/mnt/a/b", "/workspace/d", "/workspace/mit Leerzeichen/ü", "/var/x"]) {
      await runtime.mount({ ...spec, mountPath });
      expect(await runtime.check({ ...spec, mountPath }, LOOK_MS)).toMatchObject({ ok: true });
    }
    await expect(runtime.mount({ ...spec, attachmentId: newId("att"), mountPath: "/var/x" })).rejects.toMatchObject({
      code: "volume_overlapping_mounts",
    });
  });

  test("stays out of reach of links that are swapped into the mount path while it is mounted", async () => {
    const sandbox = await createTestSandbox(system);
    const { data, spec } = await sandbox.volume();
    writeFileSync(join(data, "mine"), "");
    const swapper = await sandbox.begin(
      "cd /workspace; mkdir -p a/b aside; ln -s /usr link; echo on; while :; do mv a aside/a; mv link a; mv a link; mv aside/a a; done 2>/dev/null",
    );
    let mounted = 0;
    for (let round = 0; round < 12; round++) {
      const done = await runtime.mount({ ...spec, mountPath: "/workspace/a/b" }).then(
        () => true,
        () => false,
      );
      if (done) mounted++;
      const points = (await sandbox.run("cat /proc/self/mountinfo")).stdout
        .split("\n")
        .filter((line) => line.includes(`${spec.source.slice(spec.source.indexOf("/volumes/"))} `))
        .map((line) => line.split(" ")[4]);
      expect(points.every((point) => point?.startsWith("/workspace/"))).toBe(true);
      expect(points).toHaveLength(done ? 1 : 0);
      expect(await runtime.unmount(spec)).toEqual({ done: true });
    }
    swapper.kill();
    expect((await sandbox.run("ls /usr/b")).exitCode).not.toBe(0);
    expect(mounted).toBeGreaterThan(0);
  });

  test("is found and taken away where a renamed directory carried it", async () => {
    const sandbox = await createTestSandbox(system);
    const { spec } = await sandbox.volume({ mountPath: "/workspace/a/b" });
    await runtime.mount(spec);
    expect((await sandbox.run("mv /workspace/a /workspace/c")).exitCode).toBe(0);
    expect(await runtime.check(spec, LOOK_MS)).toMatchObject({
      code: "mount_missing",
      message: expect.stringContaining("/workspace/c/b"),
    });
    await runtime.mount(spec);
    expect(await runtime.check(spec, LOOK_MS)).toMatchObject({ ok: true });
    expect((await sandbox.run("grep -c shared /proc/self/mountinfo; ls -A /workspace/c")).stdout).toBe("0\nb\n");
    expect(await runtime.unmount(spec)).toEqual({ done: true });
  });

  test("is busy while anything holds it, and free once the holders are ended", async () => {
    const sandbox = await createTestSandbox(system);
    const { data, spec } = await sandbox.volume();
    writeFileSync(join(data, "file"), "x");
    own(data);
    for (const script of [
      "cd /workspace/shared && echo on && exec sleep 1000",
      "exec 5< /workspace/shared/file; echo on; exec sleep 1000",
      "exec 5> /workspace/shared/deleted; rm /workspace/shared/deleted; echo on; exec sleep 1000",
    ]) {
      await runtime.mount(spec);
      const holder = await sandbox.begin(script);
      const busy = await runtime.unmount(spec);
      expect(busy).toEqual({ done: false, holders: [{ pid: holder.pid, command: "sleep 1000" }] });
      expect(await runtime.check(spec, LOOK_MS)).toMatchObject({ ok: true });
      await expect(runtime.mount(spec)).rejects.toMatchObject({ code: "volume_busy" });
      await runtime.killHolders(spec);
      expect(await runtime.unmount(spec)).toEqual({ done: true });
      await holder.ended;
    }
  });

  test.skipIf(!hasPython)("is freed of descriptors in flight and of mapped files", async () => {
    const sandbox = await createTestSandbox(system);
    const { data, spec } = await sandbox.volume();
    writeFileSync(join(data, "file"), "x".repeat(4096));
    const bystander = await sandbox.begin("echo on; exec sleep 1002");
    const inFlight = `import array, os, socket, time
a, b = socket.socketpair()
fd = os.open("/workspace/shared/file", os.O_RDONLY)
a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [fd]))])
os.close(fd)
print("on", flush=True)
time.sleep(1000)`;
    const mapped = `import mmap, os, time
fd = os.open("/workspace/shared/file", os.O_RDONLY)
kept = mmap.mmap(fd, 4096, prot=mmap.PROT_READ)
os.close(fd)
os.system("true")
print("on", flush=True)
time.sleep(1000)`;
    for (const [script, seen] of [
      [mapped, 1],
      [inFlight, 0],
    ] as const) {
      await runtime.mount(spec);
      await sandbox.begin(`exec python3 -c '${script}'`);
      const busy = await runtime.unmount(spec);
      expect(busy).toMatchObject({ done: false });
      expect(!busy.done && busy.holders.length).toBe(seen);
      await runtime.killHolders(spec);
      expect(await runtime.unmount(spec)).toEqual({ done: true });
    }
    expect((await runtime.processes(sandbox.id)).map(({ pid }) => pid)).toContain(bystander.pid);
  });

  test("is looked at as it is now", async () => {
    const sandbox = await createTestSandbox(system);
    const { data, spec } = await sandbox.volume();
    expect(await runtime.check(spec, LOOK_MS)).toMatchObject({ ok: false, code: "mount_missing" });
    await runtime.mount(spec);
    const look = await runtime.check(spec, LOOK_MS);
    expect(look).toMatchObject({ ok: true, options: expect.stringMatching(/^rw,nosuid,nodev/) });
    expect(look.ok && (look.freeBytes ?? 0) > 0 && look.latencyMs > 0).toBe(true);
    rmSync(data, { recursive: true });
    mkdirSync(data);
    expect(await runtime.check(spec, LOOK_MS)).toMatchObject({ code: "mount_wrong_source" });
    await runtime.stop(sandbox.id);
    expect(await runtime.check(spec, LOOK_MS)).toMatchObject({ code: "sandbox_gone" });
    expect(await runtime.unmount(spec)).toEqual({ done: true });
    await expect(runtime.mount(spec)).rejects.toMatchObject({ code: "sandbox_not_ready" });
  });

  test("can be one of many, each of its own", async () => {
    const sandbox = await createTestSandbox(system);
    const volumes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => sandbox.volume({ mountPath: `/workspace/v${index}` })),
    );
    for (const [index, { data }] of volumes.entries()) writeFileSync(join(data, "which"), `${index}`);
    await Promise.all(volumes.map(({ spec }) => runtime.mount(spec)));
    expect((await sandbox.run("cat /workspace/v*/which")).stdout).toBe("01234567");
    await Promise.all(volumes.map(({ spec }) => runtime.unmount(spec)));
    expect((await sandbox.run("cat /workspace/v*/which")).stdout).toBe("");
  });
});
