import { readdirSync } from "node:fs";
import { join } from "node:path";
import { SandboxId } from "#lib/api/ids.ts";
import { isErrno } from "../../storage/descriptors.ts";
import type { Machine } from "./machine.ts";
import { firstProcess } from "./run-record.ts";

/** The sandboxes that have anything on this machine's disk, running or not. */
export function listKept(machine: Machine): SandboxId[] {
  try {
    return readdirSync(join(machine.dataDirectory, "sandboxes")).flatMap(
      (name) => SandboxId.safeParse(name).data ?? [],
    );
  } catch (error) {
    if (isErrno(error, "ENOENT")) return [];
    throw error;
  }
}

/** The sandboxes that run. */
export const list = (machine: Machine): SandboxId[] =>
  listKept(machine).filter((id) => firstProcess(machine, id) !== null);
