import { setTimeout as delay } from "node:timers/promises";
import type { SandboxId } from "#lib/api/ids.ts";
import { setFrozen } from "./cgroups.ts";
import type { Machine } from "./machine.ts";
import { allPids, readProcLink, signal, statOfProcess } from "./proc.ts";
import { hostPids } from "./processes.ts";
import { needFirstProcess } from "./run-record.ts";

const POLL_MS = 2;

/** Stops one process after the other until none is left that runs: each may start another one meanwhile. */
async function stopAll(first: number): Promise<void> {
  const moving = () =>
    hostPids(first).filter((pid) => {
      const stat = statOfProcess(pid);
      return stat !== null && stat.state !== "T" && stat.state !== "t";
    });
  for (let left = moving(); left.length > 0; left = moving()) {
    for (const pid of left) signal(pid, "SIGSTOP");
    await delay(POLL_MS);
  }
}

/** Those inside, and those outside that wait for one and stopped with it. */
function continueAll(first: number): void {
  const namespace = readProcLink(first, "ns/pid");
  for (const pid of allPids()) if (readProcLink(pid, "ns/pid_for_children") === namespace) signal(pid, "SIGCONT");
}

/** Holds every process of a sandbox still, and returns once all of them are. */
export async function freeze(machine: Machine, id: SandboxId): Promise<void> {
  const first = needFirstProcess(machine, id);
  if (machine.cgroups.freezer === null) await stopAll(first);
  else await setFrozen(machine.cgroups, id, true);
}

/** Lets them go on. */
export async function thaw(machine: Machine, id: SandboxId): Promise<void> {
  const first = needFirstProcess(machine, id);
  if (machine.cgroups.freezer === null) continueAll(first);
  else await setFrozen(machine.cgroups, id, false);
}
