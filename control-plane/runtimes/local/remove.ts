import { closeSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { SandboxId } from "#lib/api/ids.ts";
import { openRoot } from "../../storage/descriptors.ts";
import { removeTree } from "../../storage/tree-jobs.ts";
import { endHolder } from "./holder.ts";
import { inTurn } from "./in-turn.ts";
import { listKept } from "./list.ts";
import type { Machine } from "./machine.ts";
import { stop } from "./stop.ts";

/** Ends a sandbox and removes its files. */
export async function remove(machine: Machine, id: SandboxId): Promise<void> {
  await stop(machine, id);
  const sandboxes = join(machine.dataDirectory, "sandboxes");
  mkdirSync(sandboxes, { recursive: true });
  const fd = openRoot(sandboxes);
  try {
    await removeTree(fd, id);
  } finally {
    closeSync(fd);
  }
  await inTurn(machine.dataDirectory, async () => {
    if (listKept(machine).length === 0) endHolder(machine);
  });
}
