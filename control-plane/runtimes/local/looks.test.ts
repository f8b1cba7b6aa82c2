import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { pathOf } from "../../storage/descriptors.ts";
import { createTestSandbox, type TestSandbox, whyNoSandboxes } from "../../testing/create-test-sandbox.ts";
import { createTestSystem } from "../../testing/create-test-system.ts";
import { hangingDirectory, whyNothingHangs } from "../../testing/hanging-directory.ts";
import type { MountCheck, MountSpec } from "../runtime.ts";
import { lookAt, withoutLooks } from "./looks.ts";

const { system, close } = await createTestSystem();
const { runtime } = system;
afterAll(() => close());

const PATIENT = { timeout: 30_000, interval: 20 };
/** Never reached, but by what hangs. */
const LOOK_MS = 30_000;
const ROUNDS = 100;

/** Whether a promise is still open, as far as can be told now. */
async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol("open");
  return (await Promise.race([promise.catch(() => null), Promise.resolve(open)])) === open;
}

describe("a change of a mount", () => {
  it("ends the looks at it, waits until they have, and has them begin again after it", async () => {
    const story: string[] = [];
    let looks = 0;
    const look = lookAt("att_one" as MountSpec["attachmentId"], async (signal) => {
      const mine = ++looks;
      story.push(`look ${mine}`);
      if (mine === 1) {
        await once(signal, "abort");
        story.push("lets go");
      }
      return mine;
    });
    await withoutLooks(["att_one" as MountSpec["attachmentId"]], async () => {
      story.push("change");
      await Promise.resolve();
      story.push("changed");
    });
    expect(await look).toBe(2);
    expect(story).toEqual(["look 1", "lets go", "change", "changed", "look 2"]);
  });
});

describe.skipIf(whyNoSandboxes(system) !== null)("what looks at a mount", () => {
  const volumes = (sandbox: TestSandbox, count: number) =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const { spec } = await sandbox.volume({ mountPath: `/workspace/v${index}` });
        await runtime.mount(spec);
        return spec;
      }),
    );

  it("has let go of it, and of every other, once it answers", async () => {
    const sandbox = await createTestSandbox(system);
    const [spec, ...others] = await volumes(sandbox, 3);
    if (spec === undefined) throw new Error("nothing is mounted");
    for (let round = 0; round < ROUNDS; round++) {
      const siblings = others.map((other) => runtime.check(other, LOOK_MS));
      expect(await runtime.check(spec, LOOK_MS)).toMatchObject({ ok: true });
      await runtime.mount(spec);
      for (const found of await Promise.all(siblings)) expect(found).toMatchObject({ ok: true });
    }
  });

  it("keeps nobody from taking it away or mounting it anew meanwhile", async () => {
    const sandbox = await createTestSandbox(system);
    const [spec, other] = await volumes(sandbox, 2);
    if (spec === undefined || other === undefined) throw new Error("nothing is mounted");
    const found: MountCheck[] = [];
    let done = false;
    const looking = [spec, spec, other].map(async (one) => {
      while (!done) found.push(await runtime.check(one, LOOK_MS));
    });
    for (let round = 0; round < ROUNDS; round++) {
      await runtime.mount(spec);
      expect(await runtime.unmount(spec)).toEqual({ done: true });
    }
    done = true;
    await Promise.all(looking);
    const codes = new Set(found.map((one) => (one.ok ? "ok" : one.code)));
    expect([...codes].filter((code) => code !== "ok" && code !== "mount_missing")).toEqual([]);
    expect(found.length).toBeGreaterThan(0);
  });

  it("keeps no other control plane of this machine from it either", async () => {
    const sandbox = await createTestSandbox(system);
    const [spec] = await volumes(sandbox, 1);
    if (spec === undefined) throw new Error("nothing is mounted");
    const { dataDirectory, volumeUid } = system.config;
    const other: ChildProcess = fork(
      new URL("../../testing/look-and-tell.ts", import.meta.url),
      [JSON.stringify({ dataDirectory, volumeUid, spec })],
      { execArgv: [], serialization: "json" },
    );
    const told: unknown[] = [];
    other.on("message", (message) => told.push(message));
    try {
      await vi.waitFor(() => expect(told.length).toBeGreaterThan(3), PATIENT);
      for (let round = 0; round < ROUNDS / 4; round++) {
        expect(await runtime.unmount(spec)).toEqual({ done: true });
        await runtime.mount(spec);
      }
      const before = told.length;
      await vi.waitFor(() => expect(told.length).toBeGreaterThan(before + 3), PATIENT);
      expect(told.filter((one) => one !== "ok" && one !== "mount_missing")).toEqual([]);
      expect(told.at(-1)).toBe("ok");
    } finally {
      other.kill("SIGKILL");
      await once(other, "exit");
    }
  });

  it.skipIf(whyNothingHangs() !== null)(
    "holds no other mount while its own hangs, and not its own either",
    async () => {
      const sandbox = await createTestSandbox(system);
      const hanging = await hangingDirectory();
      try {
        const [healthy] = await volumes(sandbox, 1);
        if (healthy === undefined) throw new Error("nothing is mounted");
        const { spec } = await sandbox.volume({ mountPath: "/workspace/hanging", source: hanging.path });
        await runtime.mount(spec);
        const late = runtime.check(spec, LOOK_MS);
        expect(await runtime.check(healthy, LOOK_MS)).toMatchObject({ ok: true });
        expect(await runtime.unmount(healthy)).toEqual({ done: true });
        await runtime.mount(healthy);
        expect(await runtime.check(healthy, LOOK_MS)).toMatchObject({ ok: true });
        expect(await isOpen(late)).toBe(true);
        expect(await runtime.unmount(spec)).toEqual({ done: true });
        expect(await late).toMatchObject({ ok: false, code: "mount_missing" });
        await runtime.mount(spec);
        const began = performance.now();
        expect(await runtime.check(spec, 500)).toMatchObject({ ok: false, code: "read_timeout" });
        expect(performance.now() - began).toBeGreaterThanOrEqual(500);
        expect(await runtime.unmount(spec)).toEqual({ done: true });
      } finally {
        await runtime.remove(sandbox.id);
        await hanging.end();
      }
    },
  );

  it("is nobody inside, nor is what is read through it by the API: for that nothing inside is ended", async () => {
    const sandbox = await createTestSandbox(system);
    const { data, spec } = await sandbox.volume();
    writeFileSync(join(data, "file"), "x", { mode: 0o666 });
    await runtime.mount(spec);
    const bystander = await sandbox.begin("echo on; exec sleep 1003");
    const fd = await runtime.useRoot(sandbox.id, async (root) =>
      openSync(`${pathOf(root)}/workspace/shared/file`, "r"),
    );
    try {
      expect(await runtime.unmount(spec)).toEqual({ done: false, holders: [] });
      await runtime.killHolders(spec);
      const pids = (await runtime.processes(sandbox.id)).map(({ pid }) => pid);
      expect(pids).toContain(bystander.pid);
    } finally {
      closeSync(fd);
    }
    expect(await runtime.unmount(spec)).toEqual({ done: true });
  });
});
