import { existsSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { SandboxId } from "#lib/api/ids.ts";
import { needTool } from "../../tools/run-tool.ts";
import { pidsInGroups, removeGroups } from "./cgroups.ts";
import { holderPid, onHost } from "./holder.ts";
import { FIRST_PROCESS, type Machine, placesOf } from "./machine.ts";
import { asPoint, mountsOf } from "./mountinfo.ts";
import { allPids, argumentsOf, signal, statOfProcess } from "./proc.ts";
import { firstProcess } from "./run-record.ts";

const POLL_MS = 2;
/** Beyond this a process hangs in the kernel, with a file system that does not answer. */
const DEADLINE_MS = 30_000;

/** The sandbox's own mounts on the host, innermost first. */
function hostMounts(machine: Machine, id: SandboxId): string[] {
  const { home } = placesOf(machine, id);
  return (mountsOf(holderPid(machine) ?? "self") ?? [])
    .map(({ point }) => point)
    .filter((point) => point.startsWith(`${asPoint(home)}/`))
    .reverse()
    .map((point) => Buffer.from(point, "latin1").toString());
}

async function end(pid: number): Promise<void> {
  const before = statOfProcess(pid);
  if (before === null) return;
  signal(pid, "SIGKILL");
  const deadline = performance.now() + DEADLINE_MS;
  while (statOfProcess(pid)?.startTime === before.startTime) {
    if (performance.now() > deadline) throw new Error(`process ${pid} does not end`);
    await delay(POLL_MS);
  }
}

/** Processes that were started for the sandbox, found by their arguments: of a start that was cut short before it was noted. */
const strays = (id: SandboxId): number[] =>
  allPids().filter((pid) => {
    const args = argumentsOf(pid);
    return (args[2] === FIRST_PROCESS && args[3] === id) || args[args.indexOf("--hostname") + 1] === id;
  });

/** Ends every process of a sandbox and takes its mounts and groups away, however far its start or an earlier end came. */
export async function stop(machine: Machine, id: SandboxId): Promise<void> {
  const { home, run, mounts } = placesOf(machine, id);
  if (!existsSync(home)) return;
  const first = firstProcess(machine, id);
  // With the first process the kernel ends every other one of the namespace.
  if (first !== null) signal(first, "SIGKILL");
  else for (const pid of pidsInGroups(machine.cgroups, id)) signal(pid, "SIGKILL");
  await removeGroups(machine.cgroups, id);
  if (first !== null) await end(first);
  else for (let found = strays(id); found.length > 0; found = strays(id)) await Promise.all(found.map(end));
  const points = hostMounts(machine, id);
  if (points.length > 0) await needTool([...onHost(machine), "/bin/umount", "-n", "-c", ...points]);
  rmSync(run, { force: true });
  rmSync(mounts, { recursive: true, force: true });
}
