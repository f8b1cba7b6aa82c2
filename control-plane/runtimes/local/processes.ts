import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { SandboxProcess } from "../runtime.ts";
import type { Machine } from "./machine.ts";
import { allPids, commandOf, innerPid, readProcLink, signal, statOfProcess } from "./proc.ts";
import { firstProcess, needFirstProcess } from "./run-record.ts";

/** The processes of a sandbox's pid namespace, by their pids on the host. */
export function hostPids(first: number): number[] {
  const namespace = readProcLink(first, "ns/pid");
  return allPids().filter((pid) => readProcLink(pid, "ns/pid") === namespace);
}

/** The pid on the host of a process that the sandbox knows by `pid`; null when there is none. */
export function hostPid(machine: Machine, id: SandboxId, pid: number): number | null {
  const first = firstProcess(machine, id);
  if (first === null) return null;
  return hostPids(first).find((candidate) => innerPid(candidate) === pid) ?? null;
}

/** What runs in a sandbox, without what only keeps it. @throws ApiError sandbox_not_ready */
export function processes(machine: Machine, id: SandboxId): SandboxProcess[] {
  const first = needFirstProcess(machine, id);
  return hostPids(first).flatMap((candidate) => {
    const pid = innerPid(candidate);
    const stat = statOfProcess(candidate);
    // Whoever waited for the end of one does not find it here, though the kernel is not done with it.
    if (pid === null || stat === null || stat.isEnding) return [];
    if (candidate === first || (stat.parent === first && isKeeper(candidate))) return [];
    return { pid, command: commandOf(candidate), running: stat.state !== "T" && stat.state !== "t" };
  });
}

/** The first process's own child, with which it waits. */
const isKeeper = (pid: number) => commandOf(pid) === "sleep 2147483647";

/** @throws ApiError invalid_request for the process that keeps the sandbox */
export function killProcess(machine: Machine, id: SandboxId, pid: number): void {
  if (pid === 1)
    throw new ApiError("invalid_request", "Process 1 is what keeps the sandbox.", {
      suggestedAction: "Destroy the sandbox instead.",
    });
  const found = hostPid(machine, id, pid);
  if (found !== null) signal(found, "SIGKILL");
}
