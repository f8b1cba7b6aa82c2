import { closeSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { SandboxId } from "#lib/api/ids.ts";
import { isErrno, openRoot } from "../../storage/descriptors.ts";
import { removeTree } from "../../storage/tree-jobs.ts";
import { endHolder } from "./holder.ts";
import { inTurn } from "./in-turn.ts";
import { listKept } from "./list.ts";
import type { Machine } from "./machine.ts";
import { stop } from "./stop.ts";

/** Tools of a killed control plane may still mount in its directory: they run to their end by themselves, and soon. */
const ATTEMPTS = 20;
const PAUSE_MS = 50;

async function removeFiles(machine: Machine, id: SandboxId): Promise<void> {
  const sandboxes = join(machine.dataDirectory, "sandboxes");
  mkdirSync(sandboxes, { recursive: true });
  const fd = openRoot(sandboxes);
  try {
    await removeTree(fd, id);
  } finally {
    closeSync(fd);
  }
}

/** Ends a sandbox and removes its files. */
export async function remove(machine: Machine, id: SandboxId): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await stop(machine, id);
    try {
      await removeFiles(machine, id);
      break;
    } catch (error) {
      if (!isErrno(error, "EBUSY") || attempt === ATTEMPTS) throw error;
      await delay(PAUSE_MS);
    }
  }
  await inTurn(machine.dataDirectory, async () => {
    if (listKept(machine).length === 0) endHolder(machine);
  });
}
