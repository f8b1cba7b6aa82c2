import type { MountName } from "../runtime.ts";
import { stillHolding } from "./find-holders.ts";
import type { Machine } from "./machine.ts";
import { findMount } from "./mount-record.ts";
import { firstProcess } from "./run-record.ts";

/** Whether this process has something open through an attachment's mount. */
export function holdsHere(machine: Machine, { sandboxId, attachmentId }: MountName): boolean {
  const pid = firstProcess(machine, sandboxId);
  const mount = pid === null ? null : findMount(machine, { id: sandboxId, pid }, attachmentId);
  return mount !== null && stillHolding([process.pid], mount.id).length > 0;
}
