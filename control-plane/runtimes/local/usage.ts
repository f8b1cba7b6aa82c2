import { closeSync } from "node:fs";
import type { SandboxId } from "#lib/api/ids.ts";
import { openRoot } from "../../storage/descriptors.ts";
import { measureTree } from "../../storage/tree-jobs.ts";
import type { SandboxUsage } from "../runtime.ts";
import { groupUsage } from "./cgroups.ts";
import { type Machine, placesOf } from "./machine.ts";
import { processes } from "./processes.ts";

/** What a running sandbox takes now. @throws ApiError sandbox_not_ready */
export async function usage(machine: Machine, id: SandboxId): Promise<SandboxUsage> {
  const running = processes(machine, id).length;
  const home = openRoot(placesOf(machine, id).home);
  try {
    const { total } = await measureTree(home, Buffer.from("files"));
    return { ...groupUsage(machine.cgroups, id), processes: running, diskBytes: total.usedBytes };
  } finally {
    closeSync(home);
  }
}
