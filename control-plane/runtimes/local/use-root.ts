import { closeSync, constants, openSync } from "node:fs";
import type { SandboxId } from "#lib/api/ids.ts";
import { isErrno } from "../../storage/descriptors.ts";
import type { Machine } from "./machine.ts";
import { firstProcess, needFirstProcess, notReady } from "./run-record.ts";

const O_PATH = 0o10000000;

/** Opens the root that a sandbox's processes see. The caller closes it. @throws ApiError sandbox_not_ready */
export function openSandboxRoot(machine: Machine, id: SandboxId): number {
  const pid = needFirstProcess(machine, id);
  let fd: number;
  try {
    fd = openSync(`/proc/${pid}/root`, O_PATH | constants.O_DIRECTORY);
  } catch (error) {
    if (isErrno(error, "ENOENT", "ESRCH")) throw notReady(id, "does not run");
    throw error;
  }
  // Only now is it sure that the pid was still the sandbox's when its root was opened.
  if (firstProcess(machine, id) === pid) return fd;
  closeSync(fd);
  throw notReady(id, "does not run");
}

export async function useRoot<T>(machine: Machine, id: SandboxId, act: (root: number) => Promise<T>): Promise<T> {
  const fd = openSandboxRoot(machine, id);
  try {
    return await act(fd);
  } finally {
    closeSync(fd);
  }
}
