import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newId } from "../../new-id.ts";
import {
  type Cgroups,
  entrancesOf,
  groupUsage,
  isGroupFrozen,
  makeGroups,
  pidsInGroups,
  setFrozen,
} from "./cgroups.ts";

const MiB = 1024 * 1024;

// On a directory with the kernel's files in it, since a machine has its controllers in one version only. What a real kernel
// makes of them is shown by the tests of sandboxes, by whichever version is there.
describe("the limits of a sandbox", () => {
  let root: string;
  const id = newId("sb");
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "nullspace-cgroups-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const second = (): Cgroups => {
    const hierarchy = { version: 2 as const, directory: root };
    return { memory: hierarchy, pids: hierarchy, cpu: hierarchy, cpuacct: hierarchy, freezer: hierarchy };
  };
  const first = (): Cgroups => {
    const of = (controller: string) => ({ version: 1 as const, directory: join(root, controller) });
    return {
      memory: of("memory"),
      pids: of("pids"),
      cpu: of("cpu"),
      cpuacct: of("cpu"),
      freezer: of("freezer"),
    };
  };
  /** The files of a group as the kernel makes them with it. */
  const withFiles = (group: string, files: Record<string, string>) => {
    mkdirSync(group, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(group, name), content);
    return (name: string) => readFileSync(join(group, name), "utf8");
  };

  it("are one group's in the second version, without swap", () => {
    const group = join(root, `nullspace.${id}`);
    const read = withFiles(group, { "memory.swap.max": "max" });
    makeGroups(second(), id, { memoryMb: 64, vcpus: 2 });
    expect(read("memory.max")).toBe(String(64 * MiB));
    expect(read("memory.swap.max")).toBe("0");
    expect(read("cpu.max")).toBe("200000 100000");
    expect(read("pids.max")).toBe("512");
    expect(entrancesOf(second(), id)).toEqual([join(group, "cgroup.procs")]);
  });

  it("leave swap alone where the kernel does not count it", () => {
    makeGroups(second(), id, { memoryMb: 64, vcpus: 1 });
    expect(readdirSync(join(root, `nullspace.${id}`)).toSorted()).toEqual(["cpu.max", "memory.max", "pids.max"]);
  });

  it("are a group's of each controller in the first version", () => {
    const group = (controller: string) => join(root, controller, `nullspace.${id}`);
    const read = withFiles(group("memory"), { "memory.memsw.limit_in_bytes": "" });
    makeGroups(first(), id, { memoryMb: 64, vcpus: 0.5 });
    expect(read("memory.limit_in_bytes")).toBe(String(64 * MiB));
    expect(read("memory.memsw.limit_in_bytes")).toBe(String(64 * MiB));
    expect(readFileSync(join(group("cpu"), "cpu.cfs_quota_us"), "utf8")).toBe("50000");
    expect(readFileSync(join(group("pids"), "pids.max"), "utf8")).toBe("512");
    expect(entrancesOf(first(), id)).toHaveLength(4);
  });

  it("say what is used, in bytes and milliseconds, in either version", () => {
    withFiles(join(root, `nullspace.${id}`), {
      "memory.current": "1048576\n",
      "memory.max": "max\n",
      "cpu.stat": "usage_usec 2500000\nuser_usec 1\nsystem_usec 2\n",
      "cgroup.procs": "0\n12\n34\n",
    });
    expect(groupUsage(second(), id)).toEqual({ memoryBytes: MiB, memoryLimitBytes: null, cpuMs: 2500 });
    expect(pidsInGroups(second(), id)).toEqual([12, 34]);
    withFiles(join(root, "cpu", `nullspace.${id}`), { "cpuacct.usage": "2500000000\n" });
    expect(groupUsage(first(), id)).toEqual({ memoryBytes: null, memoryLimitBytes: null, cpuMs: 2500 });
  });

  it("hold processes still by the second version's freezer, and wait until they are", async () => {
    const read = withFiles(join(root, `nullspace.${id}`), { "cgroup.events": "populated 1\nfrozen 0\n" });
    let isDone = false;
    const freezing = setFrozen(second(), id, true).then(() => {
      isDone = true;
    });
    await expect.poll(() => read("cgroup.freeze")).toBe("1");
    expect([isDone, isGroupFrozen(second(), id)]).toEqual([false, false]);
    withFiles(join(root, `nullspace.${id}`), { "cgroup.events": "populated 1\nfrozen 1\n" });
    await freezing;
    expect(isGroupFrozen(second(), id)).toBe(true);
  });
});
