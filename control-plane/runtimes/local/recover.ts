import { closeSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { AttachmentId, SandboxId } from "#lib/api/ids.ts";
import { openRoot } from "../../storage/descriptors.ts";
import { removeTree } from "../../storage/tree-jobs.ts";
import type { Recovery } from "../runtime.ts";
import { type Machine, placesOf } from "./machine.ts";
import { remove } from "./remove.ts";
import { firstProcess } from "./run-record.ts";
import { stop } from "./stop.ts";
import { finishMount } from "./unmount.ts";

/** A directory of the data directory with what was in it. */
type Found = { path: string; names: readonly string[] };

function listThere(path: string): Found {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return { path, names: readdirSync(path) };
}

/** Removes what was found in a directory and is not among the names that stay. */
async function removeOthers({ path, names }: Found, stays: (name: string) => boolean): Promise<void> {
  const fd = openRoot(path);
  try {
    for (const name of names) if (!stays(name)) await removeTree(fd, name);
  } finally {
    closeSync(fd);
  }
}

/** Finishes what a mount into a running sandbox left on the host when it was cut short. */
async function adopt(machine: Machine, id: SandboxId): Promise<void> {
  const { hub, prep } = placesOf(machine, id);
  const names = new Set([...readdirSync(hub), ...readdirSync(prep)]);
  for (const name of names) {
    const attachmentId = AttachmentId.safeParse(name).data;
    if (attachmentId !== undefined) await finishMount(machine, { sandboxId: id, attachmentId });
  }
}

/** Makes the machine agree with what is wanted, whatever an earlier process was in the middle of. */
export async function recover(machine: Machine, ask: () => Promise<Recovery>): Promise<void> {
  const there = (name: string) => listThere(join(machine.dataDirectory, name));
  const [sandboxes, snapshots] = [there("sandboxes"), there("snapshots")];
  const wanted = await ask();
  const running = new Set<SandboxId>(wanted.running);
  const stopped = new Set<SandboxId>(wanted.stopped);
  const elsewhere = new Set<string>(wanted.elsewhere);
  const put = async (id: SandboxId) => {
    if (running.has(id) && firstProcess(machine, id) !== null) await adopt(machine, id);
    else if (running.has(id) || stopped.has(id)) await stop(machine, id);
    else await remove(machine, id);
  };
  const problems: unknown[] = [];
  // One that cannot be put right must not keep the others.
  for (const name of sandboxes.names) {
    const id = SandboxId.safeParse(name).data;
    if (id !== undefined && !elsewhere.has(id)) await put(id).catch((error: unknown) => problems.push(error));
  }
  const stays = (ids: readonly string[]) => {
    const kept = new Set(ids);
    // Also what is being made there.
    return (name: string) => kept.has(name) || elsewhere.has(name.split(".", 1)[0] ?? "");
  };
  await removeOthers(sandboxes, stays([...running, ...stopped]));
  await removeOthers(snapshots, stays(wanted.snapshots));
  if (problems.length > 0) throw new AggregateError(problems, `${problems.length} sandboxes could not be put right`);
}
