import { z } from "zod";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { isGroupFrozen } from "./cgroups.ts";
import { holderPid } from "./holder.ts";
import { type Machine, placesOf } from "./machine.ts";
import { bootId, statOfProcess } from "./proc.ts";
import { readIfThere, writeWhole } from "./whole-file.ts";

const RunRecord = z.object({
  bootId: z.string(),
  pid: z.int(),
  startTime: z.int(),
  /** In whose namespace its hub is: without it nothing can be mounted any more. */
  holder: z.int().nullable(),
});

/** Notes the sandbox's first process, by which it is found again. */
export function recordRun(machine: Machine, id: SandboxId, pid: number): void {
  const stat = statOfProcess(pid);
  if (stat === null) throw new Error(`the first process of ${id} ended at once`);
  const record: z.infer<typeof RunRecord> = {
    bootId,
    pid,
    startTime: stat.startTime,
    holder: holderPid(machine),
  };
  writeWhole(placesOf(machine, id).run, JSON.stringify(record));
}

/** A record that cannot be read, of another release or cut by a power failure, is none: what runs is found by its name. */
function parseRecord(text: string): z.infer<typeof RunRecord> | null {
  try {
    return RunRecord.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The pid on the host of the sandbox's first process; null when the sandbox does not run. */
export function firstProcess(machine: Machine, id: SandboxId): number | null {
  const text = readIfThere(placesOf(machine, id).run);
  const record = text === null ? null : parseRecord(text);
  if (record === null) return null;
  if (record.bootId !== bootId || record.holder !== holderPid(machine)) return null;
  // A pid is used again one day; together with its start it is not.
  return statOfProcess(record.pid)?.startTime === record.startTime ? record.pid : null;
}

export const notReady = (id: SandboxId, why: string, cause?: unknown) =>
  new ApiError("sandbox_not_ready", `${id} ${why}.`, { suggestedAction: "Look at its state, then try again.", cause });

/** @throws ApiError sandbox_not_ready */
export function needFirstProcess(machine: Machine, id: SandboxId): number {
  const pid = firstProcess(machine, id);
  if (pid === null) throw notReady(id, "does not run");
  return pid;
}

/** @throws ApiError sandbox_not_ready also when its processes are held still */
export function needUnfrozen(machine: Machine, id: SandboxId): number {
  const pid = needFirstProcess(machine, id);
  if (isFrozen(machine, id, pid)) throw notReady(id, "is paused");
  return pid;
}

/** Whether its processes are held still, by a cgroup or, where there is none, one by one. */
export const isFrozen = (machine: Machine, id: SandboxId, pid: number): boolean =>
  machine.cgroups.freezer === null ? statOfProcess(pid)?.state === "T" : isGroupFrozen(machine.cgroups, id);
