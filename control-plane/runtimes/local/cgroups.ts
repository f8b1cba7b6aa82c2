import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { isErrno } from "../../storage/descriptors.ts";
import { runTool } from "../../tools/run-tool.ts";
import { readProc, signal } from "./proc.ts";

/** A directory in which groups can be made, and by which version's rules. */
type Hierarchy = { version: 1 | 2; directory: string };

/** Where each limit can be set on this machine, of either version: both may be mounted at once. */
export type Cgroups = {
  memory: Hierarchy | null;
  pids: Hierarchy | null;
  cpu: Hierarchy | null;
  cpuacct: Hierarchy | null;
  freezer: Hierarchy | null;
};

type Controller = keyof Cgroups;
const NO_CGROUPS: Cgroups = { memory: null, pids: null, cpu: null, cpuacct: null, freezer: null };

const MAX_PROCESSES = 512;
const FREEZE_DEADLINE_MS = 10_000;
const POLL_MS = 2;
/** How long processes may take to leave by themselves once the sandbox's first one is ended. */
const LEAVE_MS = 1_000;
/** Beyond this one hangs in the kernel, with a file system that does not answer. */
const END_MS = 30_000;

const groupIn = (hierarchy: Hierarchy, id: string) => join(hierarchy.directory, `nullspace.${id}`);

/** The sandbox's groups, each once. */
const groupsOf = (cgroups: Cgroups, id: string): string[] => [
  ...new Set(Object.values(cgroups).flatMap((hierarchy) => (hierarchy === null ? [] : [groupIn(hierarchy, id)]))),
];

/** The files that a process writes `0` to in order to be in the sandbox's groups. */
export const entrancesOf = (cgroups: Cgroups, id: SandboxId): string[] =>
  groupsOf(cgroups, id).map((group) => join(group, "cgroup.procs"));

/** Whether a process may be put into a group made here: tried, since rights, versions and containers differ. */
async function works(directory: string): Promise<boolean> {
  const group = join(directory, `nullspace.probe-${randomBytes(8).toString("hex")}`);
  try {
    mkdirSync(group, { recursive: true });
    return (await runTool(["/bin/sh", "-c", 'echo 0 > "$0"', join(group, "cgroup.procs")])).code === 0;
  } catch {
    return false;
  } finally {
    if (existsSync(group)) await removeGroup(group);
  }
}

async function findSecond(mount: string, own: string): Promise<Partial<Cgroups>> {
  for (const directory of [mount, join(mount, own)]) {
    if (!(await works(directory))) continue;
    const hierarchy: Hierarchy = { version: 2, directory };
    const found: Partial<Cgroups> = {};
    for (const controller of ["memory", "pids", "cpu"] as const) {
      try {
        writeFileSync(join(directory, "cgroup.subtree_control"), `+${controller}`);
        found[controller] = hierarchy;
      } catch {
        // Not delegated here, or the first version has it.
      }
    }
    return { ...found, freezer: hierarchy, cpuacct: hierarchy };
  }
  return {};
}

/** Finds out which limits can be set here, by making a group in each hierarchy. */
export async function findCgroups(): Promise<Cgroups> {
  const cgroups = { ...NO_CGROUPS };
  const own = readProc("self", "cgroup")?.match(/^0::(.*)$/m)?.[1] ?? "/";
  for (const line of (readProc("self", "mountinfo") ?? "").split("\n")) {
    const [before = "", after = ""] = line.split(" - ");
    const [type, , options = ""] = after.split(" ");
    const mount = before.split(" ")[4] ?? "";
    if (type === "cgroup2") {
      const found = await findSecond(mount, own);
      for (const controller of Object.keys(cgroups) as Controller[])
        cgroups[controller] = found[controller] ?? cgroups[controller];
    }
    if (type !== "cgroup") continue;
    const here = (Object.keys(cgroups) as Controller[]).filter((controller) => options.split(",").includes(controller));
    if (here.length === 0 || !(await works(mount))) continue;
    for (const controller of here) cgroups[controller] ??= { version: 1, directory: mount };
  }
  return cgroups;
}

/** Makes the sandbox's groups and sets its limits. */
export function makeGroups(cgroups: Cgroups, id: SandboxId, limits: { memoryMb: number; vcpus: number }): void {
  for (const group of groupsOf(cgroups, id)) mkdirSync(group, { recursive: true });
  const set = (controller: Controller, first: [string, string][], second: [string, string][]) => {
    const hierarchy = cgroups[controller];
    if (hierarchy === null) return;
    for (const [file, value] of hierarchy.version === 1 ? first : second) {
      const path = join(groupIn(hierarchy, id), file);
      // Not every kernel counts swap.
      if (file.includes("sw") && !existsSync(path)) continue;
      writeFileSync(path, value);
    }
  };
  const bytes = String(limits.memoryMb * 1024 * 1024);
  const period = 100_000;
  const quota = String(Math.max(1000, Math.round(limits.vcpus * period)));
  set(
    "memory",
    [
      ["memory.limit_in_bytes", bytes],
      ["memory.memsw.limit_in_bytes", bytes],
    ],
    [
      ["memory.max", bytes],
      ["memory.swap.max", "0"],
    ],
  );
  set("pids", [["pids.max", String(MAX_PROCESSES)]], [["pids.max", String(MAX_PROCESSES)]]);
  set(
    "cpu",
    [
      ["cpu.cfs_period_us", String(period)],
      ["cpu.cfs_quota_us", quota],
    ],
    [["cpu.max", `${quota} ${period}`]],
  );
}

function readGroup(hierarchy: Hierarchy | null, id: SandboxId, file: string): string | null {
  if (hierarchy === null) return null;
  try {
    return readFileSync(join(groupIn(hierarchy, id), file), "utf8").trim();
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENODEV")) return null;
    throw error;
  }
}

/** The processes in any of the sandbox's groups, also those of a start that was cut short. */
export function pidsInGroups(cgroups: Cgroups, id: SandboxId): number[] {
  const pids = new Set<number>();
  // 0: a process that this pid namespace does not see.
  for (const hierarchy of Object.values(cgroups))
    for (const line of (readGroup(hierarchy, id, "cgroup.procs") ?? "").split("\n"))
      if (Number(line) > 0) pids.add(Number(line));
  return [...pids];
}

const isFrozenGroup = (hierarchy: Hierarchy, id: SandboxId): boolean =>
  hierarchy.version === 1
    ? readGroup(hierarchy, id, "freezer.state") === "FROZEN"
    : (readGroup(hierarchy, id, "cgroup.events") ?? "").includes("frozen 1");

export const isGroupFrozen = (cgroups: Cgroups, id: SandboxId): boolean =>
  cgroups.freezer !== null && isFrozenGroup(cgroups.freezer, id);

function writeFrozen({ freezer }: Cgroups, id: SandboxId, frozen: boolean): void {
  if (freezer === null) return;
  const [file, value] =
    freezer.version === 1 ? ["freezer.state", frozen ? "FROZEN" : "THAWED"] : ["cgroup.freeze", frozen ? "1" : "0"];
  try {
    writeFileSync(join(groupIn(freezer, id), file), value);
  } catch (error) {
    if (!isErrno(error, "ENOENT")) throw error;
  }
}

/** Freezes or thaws, and returns once it is so. */
export async function setFrozen(cgroups: Cgroups, id: SandboxId, frozen: boolean): Promise<void> {
  const hierarchy = cgroups.freezer;
  if (hierarchy === null) return;
  writeFrozen(cgroups, id, frozen);
  const deadline = performance.now() + FREEZE_DEADLINE_MS;
  while (isFrozenGroup(hierarchy, id) !== frozen) {
    if (performance.now() > deadline)
      throw new ApiError("volume_backend_unavailable", `The processes of ${id} could not be held still in time.`, {
        suggestedAction: "Try again.",
      });
    await delay(POLL_MS);
  }
}

/** @returns null where this machine does not count it */
export function groupUsage(cgroups: Cgroups, id: SandboxId) {
  const number = (text: string | null | undefined) =>
    text === null || text === undefined || !/^\d+$/.test(text) ? null : Number(text);
  const memory = (first: string, second: string) =>
    number(readGroup(cgroups.memory, id, cgroups.memory?.version === 1 ? first : second));
  const cpu =
    cgroups.cpuacct?.version === 1
      ? number(readGroup(cgroups.cpuacct, id, "cpuacct.usage"))
      : number(/^usage_usec (\d+)$/m.exec(readGroup(cgroups.cpuacct, id, "cpu.stat") ?? "")?.[1]);
  const divisor = cgroups.cpuacct?.version === 1 ? 1e6 : 1e3;
  return {
    memoryBytes: memory("memory.usage_in_bytes", "memory.current"),
    memoryLimitBytes: memory("memory.limit_in_bytes", "memory.max"),
    cpuMs: cpu === null ? null : cpu / divisor,
  };
}

/** Removes a group; its last processes may take a moment to leave. */
async function removeGroup(group: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      rmdirSync(group);
      return;
    } catch (error) {
      if (isErrno(error, "ENOENT")) return;
      if (!isErrno(error, "EBUSY") || attempt > 1000) throw error;
      await delay(POLL_MS);
    }
  }
}

/** Ends whatever is in the sandbox's groups, and removes them. */
export async function removeGroups(cgroups: Cgroups, id: SandboxId): Promise<void> {
  // What is frozen ends once it goes on, and does nothing else: the signal comes first.
  writeFrozen(cgroups, id, false);
  const grace = performance.now() + LEAVE_MS;
  for (let pids = pidsInGroups(cgroups, id); pids.length > 0; pids = pidsInGroups(cgroups, id)) {
    // Those that wait for a process inside end by themselves, and only they can take its remains away.
    if (performance.now() > grace + END_MS) throw new Error(`the processes of ${id} do not end`);
    if (performance.now() > grace) for (const pid of pids) signal(pid, "SIGKILL");
    await delay(POLL_MS);
  }
  for (const group of groupsOf(cgroups, id)) await removeGroup(group);
}
