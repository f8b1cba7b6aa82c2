import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AttachmentId, SandboxId } from "#lib/api/ids.ts";
import { newId } from "../../new-id.ts";
import { createTestSandbox, whyNoSandboxes } from "../../testing/create-test-sandbox.ts";
import { createTestSystem } from "../../testing/create-test-system.ts";
import { allPids, argumentsOf, readProc, readProcLink } from "./proc.ts";

const { system, close } = await createTestSystem();
const { runtime } = system;

/** Which of the sandboxes anything on the host still names: a process, a mount in any namespace, a group. */
function traces(ids: readonly string[]): string[] {
  const namespaces = new Set<string | null>();
  const found = readdirSync("/sys/fs/cgroup").flatMap((name) => readdirIfThere(join("/sys/fs/cgroup", name)));
  for (const pid of allPids()) {
    found.push(...argumentsOf(pid));
    const namespace = readProcLink(pid, "ns/mnt");
    if (namespaces.has(namespace)) continue;
    namespaces.add(namespace);
    found.push(readProc(pid, "mountinfo") ?? "");
  }
  const all = found.join(" ");
  return ids.filter((id) => all.includes(id));
}

function readdirIfThere(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

const made: string[] = [];
const start = async (options: { memoryMb?: number } = {}) => {
  const sandbox = await createTestSandbox(system, options);
  made.push(sandbox.id);
  return sandbox;
};

afterAll(async () => {
  await close();
  // A zombie is waited for by the host's own first process.
  for (let round = 0; round < 100 && traces(made).length > 0; round++) await delay(50);
  expect(traces(made)).toEqual([]);
});

describe.skipIf(whyNoSandboxes(system) !== null)("a sandbox", () => {
  test("runs a command with its arguments, directory and variables as they are, and says how it ended", async () => {
    const { id } = await start();
    const odd = "a 'b' \"c\" $HOME `id` \n\\ ü *";
    const command = await runtime.exec(id, {
      argv: ["/bin/sh", "-c", 'printf "%s|%s|%s|" "$1" "$ODD" "$PWD"; cat; echo err >&2; exit 7', "sh", odd],
      cwd: "/tmp",
      env: { ODD: odd },
    });
    command.stdin.end("typed");
    const output: string[] = [];
    for (const stream of [command.stdout, command.stderr])
      stream.on("data", (chunk: Buffer) => output.push(chunk.toString()));
    expect(await command.ended).toEqual({ exitCode: 7, signal: null });
    expect(output.join("")).toContain(`${odd}|${odd}|/tmp|typed`);
    expect(output.join("")).toContain("err");
    await expect(runtime.exec(id, { argv: ["true"], env: { "A-B": "" } })).rejects.toMatchObject({
      code: "invalid_request",
    });
    const missing = await runtime.exec(id, { argv: ["nothing-like-it"] });
    missing.stdout.resume();
    missing.stderr.resume();
    expect(await missing.ended).toMatchObject({ exitCode: 127 });
  });

  test("ends a command with all that it started", async () => {
    const sandbox = await start();
    const command = await sandbox.begin("sleep 1003 & (set -m; sleep 1003 &) ; echo on; sleep 1003");
    const sleeping = async () =>
      (await runtime.processes(sandbox.id)).filter(({ command: name }) => name === "sleep 1003");
    while ((await sleeping()).length < 3) await delay(5);
    command.kill();
    expect(await command.ended).toEqual({ exitCode: 137, signal: "SIGKILL" });
    expect(await runtime.processes(sandbox.id)).toEqual([]);
    command.kill();
    const one = await sandbox.begin("echo on; exec sleep 1004");
    await runtime.killProcess(sandbox.id, one.pid);
    await runtime.killProcess(sandbox.id, 99_999);
    await one.ended;
    await expect(runtime.killProcess(sandbox.id, 1)).rejects.toMatchObject({ code: "invalid_request" });
    expect(await runtime.inspect(sandbox.id)).toBe("running");
  });

  test("does nothing while it is frozen, and goes on where it was", async () => {
    const sandbox = await start();
    await sandbox.begin(
      "i=0; echo $i > /workspace/count; echo on; while :; do i=$((i+1)); echo $i > /workspace/count; done",
    );
    await runtime.freeze(sandbox.id);
    expect(await runtime.inspect(sandbox.id)).toBe("frozen");
    const { data, spec } = await sandbox.volume();
    const count = () =>
      readFileSync(join(system.config.dataDirectory, "sandboxes", sandbox.id, "files/workspace/count"), "utf8");
    const before = count();
    // Long enough for thousands of rounds: a mount, a look and a save.
    await runtime.mount(spec);
    expect(await runtime.check(spec, 10_000)).toMatchObject({ ok: true });
    await runtime.unmount(spec);
    expect(existsSync(data)).toBe(true);
    expect(count()).toBe(before);
    await expect(runtime.exec(sandbox.id, { argv: ["true"] })).rejects.toMatchObject({ code: "sandbox_not_ready" });
    await runtime.thaw(sandbox.id);
    expect(await runtime.inspect(sandbox.id)).toBe("running");
    while (count() === before) await delay(5);
    await runtime.freeze(sandbox.id);
    await runtime.remove(sandbox.id);
    expect(await runtime.inspect(sandbox.id)).toBe("gone");
  });

  test("keeps its files over a stop, and gives them to others by a snapshot", async () => {
    const sandbox = await start();
    const { spec } = await sandbox.volume();
    await runtime.mount(spec);
    await sandbox.run(
      "echo data > f; chmod 640 f; ln -s /nowhere l; mkfifo p; mkdir -p d/e; touch shared/in-volume; echo h > /home/h; echo t > /tmp/t; truncate -s 100M sparse",
    );
    const snapshot = newId("snap");
    await expect(runtime.saveFiles(sandbox.id, snapshot)).rejects.toMatchObject({ code: "sandbox_not_ready" });
    await runtime.freeze(sandbox.id);
    const { sizeBytes } = await runtime.saveFiles(sandbox.id, snapshot);
    expect(sizeBytes).toBeLessThan(1 << 20);
    await runtime.stop(sandbox.id);
    await runtime.stop(sandbox.id);
    const look =
      "ls -A /workspace; cat f /home/h /tmp/t; readlink l; stat -c '%a %U %s' f; ls -A shared; stat -c %a /tmp";
    const expected = ["d", "f", "l", "shared", "sparse", "data", "h", "t", "/nowhere", "640 root 5", "1777", ""].join(
      "\n",
    );
    await runtime.start({ id: sandbox.id, memoryMb: 128, vcpus: 1 });
    expect((await sandbox.run(look)).stdout).toBe(expected.replace("l\n", "l\np\n"));
    const copy = newId("sb");
    made.push(copy);
    await runtime.start({ id: copy, memoryMb: 128, vcpus: 1, from: snapshot });
    const command = await runtime.exec(copy, { argv: ["sh", "-c", look] });
    let seen = "";
    command.stdout.on("data", (chunk: Buffer) => {
      seen += chunk.toString();
    });
    await command.ended;
    expect(seen).toBe(expected);
    await runtime.dropSaved(snapshot);
    await runtime.dropSaved(snapshot);
    const none = newId("sb");
    await expect(runtime.start({ id: none, memoryMb: 128, vcpus: 1, from: snapshot })).rejects.toMatchObject({
      code: "snapshot_not_found",
    });
    expect(existsSync(join(system.config.dataDirectory, "sandboxes", none))).toBe(false);
  });

  test("has terminals that change their size", async () => {
    const { id } = await start();
    const terminal = await runtime.openTerminal(id, { columns: 91, rows: 31 });
    let screen = "";
    terminal.stdout.on("data", (chunk: Buffer) => {
      screen += chunk.toString();
    });
    terminal.stderr.resume();
    const until = async (text: string) => {
      while (!screen.includes(text)) await once(terminal.stdout, "data");
    };
    terminal.stdin.write("stty size; trap 'stty size' WINCH; sleep 1005 & echo be''gun\n");
    await until("begun");
    expect(screen).toContain("31 91\r\n");
    await terminal.resize(120, 40);
    terminal.stdin.write("stty size; echo do''ne\n");
    await until("done");
    expect(screen).toContain("40 120\r\n");
    terminal.kill();
    expect((await terminal.ended).exitCode).not.toBe(0);
    while ((await runtime.processes(id)).length > 0) await delay(5);
    const ending = await runtime.openTerminal(id, { columns: 80, rows: 24 });
    ending.stdout.resume();
    ending.stderr.resume();
    ending.stdin.write("exit 5\n");
    expect(await ending.ended).toEqual({ exitCode: 5, signal: null });
  });

  test("says what it takes", async () => {
    const sandbox = await start({ memoryMb: 64 });
    await sandbox.run("head -c 3000000 /dev/urandom > /workspace/f");
    const usage = await runtime.usage(sandbox.id);
    expect(usage.diskBytes).toBeGreaterThan(2_900_000);
    expect(usage.processes).toBe(0);
    if (runtime.capability.available && runtime.capability.limits.memory) {
      expect(usage.memoryLimitBytes).toBe(64 << 20);
      expect(usage.memoryBytes).toBeGreaterThan(0);
      expect(usage.cpuMs).toBeGreaterThan(0);
    }
  });
});

describe.skipIf(whyNoSandboxes(system) !== null)("after the control plane was killed", () => {
  beforeAll(() => runtime.recover(async () => ({ running: [], stopped: [], snapshots: [], elsewhere: [] })));

  test("what runs is adopted, what does not is cleaned, and nobody's is removed", async () => {
    const [running, unknown] = [await start(), await start()];
    const { spec } = await running.volume();
    await runtime.mount(spec);
    const [stopped, saved, lost] = [newId("sb"), newId("snap"), newId("snap")];
    const [far, farSaved] = [newId("sb"), newId("snap")];
    const { dataDirectory } = system.config;
    for (const path of [
      `sandboxes/${stopped}/files`,
      `snapshots/${saved}`,
      `snapshots/${lost}`,
      `snapshots/${saved}.new`,
      `sandboxes/${far}/files`,
      `snapshots/${farSaved}`,
      `snapshots/${farSaved}.new`,
    ])
      mkdirSync(join(dataDirectory, path), { recursive: true });
    const late = join(dataDirectory, "sandboxes", newId("sb"));
    await runtime.recover(async () => {
      // Another machine may make one that was not there when this one asked.
      mkdirSync(late);
      return { running: [running.id], stopped: [stopped], snapshots: [saved], elsewhere: [far, farSaved] };
    });
    expect(existsSync(late)).toBe(true);
    rmdirSync(late);
    expect(await runtime.list()).toEqual([running.id]);
    expect(await runtime.check(spec, 10_000)).toMatchObject({ ok: true });
    expect(readdirSync(join(dataDirectory, "sandboxes")).toSorted()).toEqual([running.id, stopped, far].toSorted());
    expect(readdirSync(join(dataDirectory, "snapshots")).toSorted()).toEqual(
      [saved, farSaved, `${farSaved}.new`].toSorted(),
    );
    expect(traces([unknown.id])).toEqual([]);
    await runtime.recover(async () => ({ running: [], stopped: [], snapshots: [], elsewhere: [] }));
    expect(readdirSync(join(dataDirectory, "sandboxes"))).toEqual([]);
  });

  test("one whose record cannot be read any more is ended, and hinders nobody", async () => {
    const { id } = await start();
    writeFileSync(join(system.config.dataDirectory, "sandboxes", id, "run.json"), '{"pid":');
    expect(await runtime.inspect(id)).toBe("gone");
    await runtime.recover(async () => ({ running: [id], stopped: [], snapshots: [], elsewhere: [] }));
    expect(traces([id])).toEqual([]);
    await runtime.recover(async () => ({ running: [], stopped: [], snapshots: [], elsewhere: [] }));
  });

  test.skipIf(process.getuid?.() !== 0)(
    "a mount that was cut short is not called gone while a process holds it",
    async () => {
      const sandbox = await start();
      const { data, spec } = await sandbox.volume();
      const shown = join(system.config.dataDirectory, "sandboxes", sandbox.id, "hub", spec.attachmentId);
      mkdirSync(shown);
      execFileSync("mount", ["-n", "--bind", data, shown]);
      const holder = await sandbox.begin(`cd /run/nullspace/${spec.attachmentId} && echo on && exec sleep 1006`);
      expect(await runtime.unmount(spec)).toEqual({
        done: false,
        holders: [{ pid: holder.pid, command: "sleep 1006" }],
      });
      await runtime.recover(async () => ({ running: [sandbox.id], stopped: [], snapshots: [], elsewhere: [] }));
      expect(await runtime.inspect(sandbox.id)).toBe("running");
      await runtime.killHolders(spec);
      expect(await runtime.unmount(spec)).toEqual({ done: true });
      expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(spec.attachmentId);
      expect((await sandbox.run("cat /proc/self/mountinfo")).stdout).not.toContain(spec.attachmentId);
    },
  );

  test("in the middle of a start or a mount, nothing of it is left", async () => {
    const { dataDirectory, volumeUid } = system.config;
    const source = join(dataDirectory, "killed");
    mkdirSync(source);
    const kept = await start();
    const spec = {
      sandboxId: kept.id,
      attachmentId: newId("att"),
      source,
      subpath: null,
      mountPath: "/data",
      readOnly: false,
    };
    for (let round = 0; round < 6; round++) {
      const begun: { sandbox: SandboxId; attachment: AttachmentId } = {
        sandbox: newId("sb"),
        attachment: newId("att"),
      };
      made.push(begun.sandbox);
      const child = fork(new URL("../../testing/start-and-mount.ts", import.meta.url), [
        JSON.stringify({ dataDirectory, volumeUid, ...begun, spec }),
      ]);
      await once(child, "message");
      // Another line each time: a start and a mount together take some 100 ms.
      await delay(round * 24);
      child.kill("SIGKILL");
      await once(child, "exit");
      await runtime.recover(async () => ({ running: [kept.id], stopped: [], snapshots: [], elsewhere: [] }));
      expect(await runtime.list()).toEqual([kept.id]);
      expect(traces([begun.sandbox])).toEqual([]);
      expect(await runtime.unmount(spec)).toEqual({ done: true });
      expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(spec.attachmentId);
      expect((await kept.run("cat /proc/self/mountinfo")).stdout).not.toContain("/killed ");
      await runtime.mount(spec);
      expect(await runtime.check(spec, 10_000)).toMatchObject({ ok: true });
      await runtime.unmount(spec);
    }
  });
});
