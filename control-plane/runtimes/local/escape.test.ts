import { execFile, execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { createTestSandbox, whyNoSandboxes } from "../../testing/create-test-sandbox.ts";
import { createTestSystem } from "../../testing/create-test-system.ts";

const SECRET = "0123456789abcdef-of-the-operator";
process.env.NULLSPACE_OPERATOR_KEY = SECRET;

const { system, close } = await createTestSystem();
afterAll(() => close());

const isRoot = process.getuid?.() === 0;

describe.skipIf(whyNoSandboxes(system) !== null)("a process in a sandbox", () => {
  test("is nobody on the host, has few capabilities and can get no more", async () => {
    const sandbox = await createTestSandbox(system);
    const { stdout } = await sandbox.run("cat /proc/self/status; cat /proc/self/uid_map");
    expect(stdout).toMatch(/^Uid:\t0\t0\t0\t0$/m);
    expect(stdout).toMatch(/^NoNewPrivs:\t1$/m);
    const owner = isRoot ? system.config.volumeUid : process.getuid?.();
    expect(stdout.trim().split("\n").at(-1)?.trim().split(/\s+/)).toEqual(["0", String(owner), "1"]);
    // chown, dac_override, fowner, fsetid, kill, setgid, setuid, net_bind_service
    for (const set of ["Prm", "Eff", "Bnd"]) expect(stdout).toContain(`Cap${set}:\t00000000000004fb`);
    const begun = await sandbox.begin("echo on; exec sleep 1000");
    const host = execFileSync("ps", ["-eo", "uid,args"]).toString();
    const sleeping = host.split("\n").filter((line) => line.endsWith(" sleep 1000"));
    expect(sleeping.length).toBeGreaterThan(0);
    for (const line of sleeping) expect(line.trim().split(/\s+/)[0]).toBe(String(owner));
    begun.kill();
  });

  test("changes no setting of the kernel", async () => {
    const sandbox = await createTestSandbox(system);
    const before = readFileSync("/proc/sys/kernel/core_pattern", "utf8");
    for (const file of [
      "/proc/sys/kernel/core_pattern",
      "/proc/sys/kernel/hostname",
      "/proc/sys/vm/drop_caches",
      "/proc/sys/user/max_user_namespaces",
      "/proc/sys/net/ipv4/ip_forward",
      "/proc/sysrq-trigger",
    ]) {
      const { exitCode, stderr } = await sandbox.run(`echo 1 > ${file}`);
      expect([file, exitCode]).not.toEqual([file, 0]);
      expect(stderr).toMatch(/Read-only|denied|nonexistent/);
    }
    expect((await sandbox.run("chmod 777 /proc/sys/kernel/core_pattern")).exitCode).not.toBe(0);
    expect(readFileSync("/proc/sys/kernel/core_pattern", "utf8")).toBe(before);
  });

  test("mounts and unmounts nothing, and makes no namespace", async () => {
    const sandbox = await createTestSandbox(system);
    const { spec } = await sandbox.volume({ readOnly: true });
    await system.runtime.mount(spec);
    const before = (await sandbox.run("cat /proc/self/mountinfo")).stdout;
    for (const command of [
      "mount -t tmpfs none /tmp",
      "mount --bind /workspace /home",
      "mount -o remount,rw /usr",
      "mount -o remount,bind,rw /workspace/shared",
      "mount -o remount,rw,bind /proc/sys",
      "mount -t proc proc /tmp",
      "umount /proc/sys",
      "umount -l /usr",
      "umount /workspace/shared",
      "unshare -U true",
      "unshare -Ur true",
      "unshare -m true",
      "unshare -n true",
      "nsenter -t 1 -m true",
      "chroot /tmp true",
      "bwrap --ro-bind / / true",
    ]) {
      const { exitCode } = await sandbox.run(command);
      expect([command, exitCode]).not.toEqual([command, 0]);
    }
    expect((await sandbox.run("cat /proc/self/mountinfo")).stdout).toBe(before);
    expect(
      (await sandbox.run("touch /usr/x; touch /etc/x; touch /workspace/shared/x")).stderr.match(/Read-only/g),
    ).toHaveLength(3);
  });

  test("has no device but the harmless ones", async () => {
    const sandbox = await createTestSandbox(system);
    const { stdout } = await sandbox.run("find /dev -type b -o -type c | sort");
    const harmless = ["full", "null", "ptmx", "pts/ptmx", "random", "tty", "urandom", "zero"].map(
      (name) => `/dev/${name}`,
    );
    expect(harmless).toEqual(expect.arrayContaining(stdout.trim().split("\n")));
    const made = await sandbox.run("mknod /tmp/mem c 1 1 && cat /tmp/mem; mknod /tmp/disk b 254 0 && cat /tmp/disk");
    expect(made.exitCode).not.toBe(0);
    expect(made.stdout).toBe("");
  });

  test("sees no other process, and cannot end the one that keeps it", async () => {
    const sandbox = await createTestSandbox(system);
    const other = await createTestSandbox(system);
    await other.begin("echo on; exec sleep 1001");
    const { stdout } = await sandbox.run("cat /proc/[0-9]*/cmdline | tr '\\0' ' '");
    expect(stdout).not.toContain("sleep 1001");
    expect(stdout).not.toContain("vitest");
    expect(Number((await sandbox.run("ls -d /proc/[0-9]* | wc -l")).stdout)).toBeLessThan(10);
    await sandbox.run("kill -9 1; kill -STOP 1; kill -9 -1");
    expect(await system.runtime.inspect(sandbox.id)).toBe("running");
    for (const path of ["root/", "cwd/", "fd/", "environ", "mem", "map_files/"])
      expect([path, (await sandbox.run(`ls /proc/1/${path} && cat /proc/1/${path}`)).exitCode]).not.toEqual([path, 0]);
  });

  test("finds none of the host's files", async () => {
    const sandbox = await createTestSandbox(system);
    const { stdout } = await sandbox.run("ls -A /");
    const names = [
      "bin",
      "dev",
      "etc",
      "home",
      "lib",
      "lib32",
      "lib64",
      "libx32",
      "proc",
      "run",
      "sbin",
      "tmp",
      "usr",
      "var",
    ];
    expect([...names, "workspace"]).toEqual(expect.arrayContaining(stdout.trim().split("\n")));
    expect((await sandbox.run("ls -A /home /tmp /workspace /var/tmp")).stdout.replace(/\/.*:\n/g, "").trim()).toBe("");
    expect((await sandbox.run("cat /etc/shadow /etc/machine-id")).exitCode).not.toBe(0);
    expect((await sandbox.run("cat /etc/passwd")).stdout.split("\n")).toHaveLength(3);
    expect((await sandbox.run(`ls ${system.config.dataDirectory}`)).exitCode).not.toBe(0);
    const { source } = (await sandbox.volume()).spec;
    expect((await sandbox.run(`ls ${source} /run/nullspace/..${source}`)).exitCode).not.toBe(0);
  });

  test("reaches neither the host's network nor its sockets", async () => {
    const sandbox = await createTestSandbox(system);
    const server = createServer((connection) => connection.end("reached"));
    const named = createServer((connection) => connection.end("reached"));
    await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
    const name = `nullspace-test-${process.pid}`;
    await new Promise<void>((resolve) => named.listen(`\0${name}`, resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const reach = `bash -c 'exec 3<>/dev/tcp/127.0.0.1/${address.port} && timeout 5 cat <&3'`;
    expect((await promisify(execFile)("sh", ["-c", reach])).stdout).toBe("reached");
    const tried = await sandbox.run(reach);
    expect([tried.exitCode === 0, tried.stdout]).toEqual([false, ""]);
    expect((await sandbox.run("cat /proc/net/unix")).stdout).not.toContain(name);
    const links = (await sandbox.run("tail -n +3 /proc/net/dev")).stdout.trim().split("\n");
    expect(links.map((line) => line.trim().split(":")[0])).toEqual(["lo"]);
    await Promise.all([server, named].map((each) => new Promise((resolve) => each.close(resolve))));
  });

  test("inherits no descriptor, no variable and no terminal", async () => {
    const sandbox = await createTestSandbox(system);
    // 3 is the directory that is listed.
    expect((await sandbox.run("ls /proc/self/fd")).stdout.trim().split("\n")).toEqual(["0", "1", "2", "3"]);
    const { stdout } = await sandbox.run("cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'; env");
    expect(stdout).not.toContain(SECRET);
    expect(stdout).not.toMatch(/NULLSPACE_(?!CWD|\d)/);
    const names = (await sandbox.run("env | cut -d= -f1 | sort")).stdout.trim().split("\n");
    expect(names).toEqual(["HOME", "LANG", "PATH", "PWD", "TERM"]);
    expect((await sandbox.run("exec 9<>/dev/tty")).exitCode).not.toBe(0);
  });

  test("gets nobody's rights from a variable that the host's loader would read", async () => {
    const sandbox = await createTestSandbox(system);
    const planted = join(system.config.dataDirectory, "planted");
    const command = await system.runtime.exec(sandbox.id, {
      argv: ["/bin/true"],
      env: { LD_DEBUG: "all", LD_DEBUG_OUTPUT: planted, GLIBC_TUNABLES: "x" },
    });
    await command.ended;
    expect(execFileSync("sh", ["-c", `ls ${planted}* 2>/dev/null || true`]).toString()).toBe("");
  });

  test.skipIf(!isRoot)("becomes nobody else by a setuid file on a volume", async () => {
    const sandbox = await createTestSandbox(system);
    const { data, spec } = await sandbox.volume();
    execFileSync("cp", ["/bin/cat", join(data, "cat")]);
    execFileSync("chown", ["12345:12345", join(data, "cat")]);
    execFileSync("chmod", ["6755", join(data, "cat")]);
    await system.runtime.mount(spec);
    const { stdout } = await sandbox.run("/workspace/shared/cat /proc/self/status");
    expect(stdout).toMatch(/^Uid:\t0\t0\t0\t0$/m);
    expect(stdout).toMatch(/^Gid:\t0\t0\t0\t0$/m);
  });

  test.skipIf(!existsSync("/usr/bin/python3"))(
    "traces nothing that joins it with more rights than its own",
    async () => {
      const sandbox = await createTestSandbox(system);
      const { spec } = await sandbox.volume();
      const script = `
import os, ctypes
libc = ctypes.CDLL(None, use_errno=True)
print("on", flush=True)
mine = int([l for l in open("/proc/self/status") if l.startswith("CapPrm")][0].split()[1], 16)
seen = set()
def caps_of(name):
    return int([l for l in open(f"/proc/{name}/status") if l.startswith("CapPrm")][0].split()[1], 16)
def read(path):
    with open(path, "rb") as file: file.read(1)
def seize(pid):
    # PTRACE_SEIZE and PTRACE_DETACH would need it to stop first: whoever is caught stays so until this one ends.
    if libc.ptrace(0x4206, pid, 0, 0) != 0: raise PermissionError()
while not os.path.exists("/tmp/stop"):
    for name in os.listdir("/proc"):
        if not name.isdigit() or name == "1": continue
        try:
            if caps_of(name) & ~mine == 0: continue
            if open(f"/proc/{name}/comm").read().strip() == "sleep": continue
            seen.add(name)
            # What a look by its rights gives away. It counts when there are more of them afterwards, and twice: a process
            # is looked at while it takes on its rights, too.
            for what, look in (
                ("cwd", os.readlink), ("root", os.readlink), ("fd/0", os.readlink), ("exe", os.readlink),
                ("map_files", os.listdir), ("environ", read), ("mem", read), ("root/proc", os.listdir),
                ("seize", lambda path: seize(int(name))),
            ):
                try:
                    for _ in range(2):
                        look(f"/proc/{name}/{what}")
                        if caps_of(name) & ~mine == 0: break
                    else: print("got", what, flush=True)
                except OSError: continue
        except (FileNotFoundError, ProcessLookupError, IndexError): pass
print("saw", len(seen), flush=True)
`;
      // Made by the sandbox's own rights, it may be traced by the sandbox: not what is asked here.
      await sandbox.run("mkdir -p /workspace/shared");
      const watcher = await sandbox.begin(`exec python3 -c '${script}'`);
      for (let round = 0; round < 8; round++) {
        await system.runtime.mount(spec);
        await system.runtime.unmount(spec);
      }
      await sandbox.run("touch /tmp/stop");
      await watcher.ended;
      expect(watcher.output()).toMatch(/^on\nsaw [1-9]\d*\n$/);
    },
  );

  test("stays within its memory and its number of processes", async (context) => {
    const { capability } = system.runtime;
    if (!capability.available || !capability.limits.memory || !capability.limits.processes)
      return context.skip("no cgroup may be made here");
    const sandbox = await createTestSandbox(system, { memoryMb: 32 });
    const hungry = await sandbox.run("head -c 200m /dev/zero | tail -c 100m | wc -c");
    expect(hungry.stdout.trim()).not.toBe("104857600");
    expect(await system.runtime.inspect(sandbox.id)).toBe("running");
    const busy = await createTestSandbox(system, { memoryMb: 512 });
    const many = await busy.run("i=0; while [ $i -lt 600 ]; do sleep 30 >/dev/null 2>&1 & i=$((i+1)); done; echo all");
    expect(many.stdout).not.toContain("all");
    expect(many.stderr).toMatch(/[Cc]annot fork/);
    expect((await system.runtime.usage(busy.id)).processes).toBeLessThanOrEqual(512);
  });

  test("does not leave the limits by the files of its group", async () => {
    const sandbox = await createTestSandbox(system);
    expect((await sandbox.run("ls /sys/fs/cgroup")).exitCode).not.toBe(0);
    expect((await sandbox.run("cut -d: -f3 /proc/self/cgroup | sort -u")).stdout.trim()).toBe("/");
  });
});
