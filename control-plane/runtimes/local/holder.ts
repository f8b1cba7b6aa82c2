import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { TOOL_ENVIRONMENT } from "../../tools/run-tool.ts";
import { FIRST_PROCESS, type Machine } from "./machine.ts";
import { allPids, argumentsOf, bootId, signal, statOfProcess } from "./proc.ts";
import { readIfThere, writeWhole } from "./whole-file.ts";

/**
 * An ordinary user may mount nothing on the host, but may in a namespace of its own. One process per data directory keeps
 * that namespace, longer than the control plane lives; what root does on the host is done in there.
 */
const HolderRecord = z.object({ bootId: z.string(), pid: z.int(), startTime: z.int() });

const recordOf = (machine: Machine) => join(machine.dataDirectory, "holder.json");

/** The pid of the process that keeps the namespace; null when there is none, or none is needed. */
export function holderPid(machine: Machine): number | null {
  if (machine.owner !== null) return null;
  const text = readIfThere(recordOf(machine));
  if (text === null) return null;
  const record = HolderRecord.parse(JSON.parse(text));
  return record.bootId === bootId && statOfProcess(record.pid)?.startTime === record.startTime ? record.pid : null;
}

/** Starts the process that keeps the namespace where one is needed and there is none. */
export async function ensureHolder(machine: Machine): Promise<void> {
  if (machine.owner !== null || holderPid(machine) !== null) return;
  endHolder(machine);
  const keep = ["/bin/sh", "-c", FIRST_PROCESS, machine.dataDirectory];
  const child: ChildProcess = spawn("/usr/bin/unshare", ["-U", "-r", "-m", "--propagation", "slave", "--", ...keep], {
    cwd: "/",
    env: TOOL_ENVIRONMENT,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let problem = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    problem += chunk.toString();
  });
  const ready = await Promise.race([
    child.stdout === null ? false : once(child.stdout, "data").then(() => true),
    once(child, "close").then(() => false),
  ]);
  const stat = child.pid === undefined ? null : statOfProcess(child.pid);
  if (!ready || child.pid === undefined || stat === null) throw new Error(`unshare: ${problem.trim()}`);
  child.unref();
  writeWhole(recordOf(machine), JSON.stringify({ bootId, pid: child.pid, startTime: stat.startTime }));
}

/** Ends it, also one that was never noted. No sandbox may run. */
export function endHolder(machine: Machine): void {
  if (machine.owner !== null) return;
  for (const pid of allPids()) {
    const args = argumentsOf(pid);
    // With the process group that it leads, which is what it waits with.
    if (args[2] === FIRST_PROCESS && args[3] === machine.dataDirectory) signal(-pid, "SIGKILL");
  }
  rmSync(recordOf(machine), { force: true });
}

/** What to put before a command that mounts on the host. */
export function onHost(machine: Machine): string[] {
  const holder = holderPid(machine);
  if (holder === null) return [];
  return ["/usr/bin/nsenter", "-t", String(holder), "-U", "-m", "--preserve-credentials", "--"];
}

/** A path of the host as it is to be opened so that the descriptor can be mounted. */
export function hostPath(machine: Machine, path: string): string {
  const holder = holderPid(machine);
  return holder === null ? path : `/proc/${holder}/root${path}`;
}
