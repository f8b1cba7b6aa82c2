import type { SandboxId } from "#lib/api/ids.ts";
import type { Machine } from "./machine.ts";
import { firstProcess, isFrozen } from "./run-record.ts";

/** Whether a sandbox runs now. */
export function inspect(machine: Machine, id: SandboxId): "running" | "frozen" | "gone" {
  const pid = firstProcess(machine, id);
  if (pid === null) return "gone";
  return isFrozen(machine, id, pid) ? "frozen" : "running";
}
