import type { System } from "../context.ts";
import { lstatAt } from "./descriptors.ts";
import { readNames } from "./read-names.ts";
import { removeTree } from "./tree-jobs.ts";

/** With other replicas at work, only what is older than this was left by a crash. */
const LEFT_BEHIND_MS = 24 * 60 * 60 * 1000;

/** Whether something in a private directory belongs to nobody who still runs. Alone, nothing survives the start. */
export function isLeftBehind(system: System, changedMs: bigint): boolean {
  return system.config.databaseUrl === undefined || Date.now() - Number(changedMs) > LEFT_BEHIND_MS;
}

/** Removes what a crash left in a staging directory. @param kept names that stay */
export async function emptyStaging(system: System, staging: number, kept: ReadonlySet<string>): Promise<void> {
  for (const bytes of [...readNames(staging)]) {
    const name = bytes.toString();
    if (kept.has(name)) continue;
    const stat = lstatAt(staging, name);
    if (stat !== null && isLeftBehind(system, stat.ctimeMs)) await removeTree(staging, name);
  }
}
