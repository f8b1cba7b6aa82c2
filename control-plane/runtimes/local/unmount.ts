import { closeSync, existsSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { ApiError } from "#lib/api/api-error.ts";
import { isErrno, openEntryIfThere } from "../../storage/descriptors.ts";
import { runTool } from "../../tools/run-tool.ts";
import type { MountName, UnmountResult } from "../runtime.ts";
import { findHolders } from "./find-holders.ts";
import { freeFromOutside } from "./free-from-outside.ts";
import { freeze, thaw } from "./freeze.ts";
import { holderPid, onHost } from "./holder.ts";
import { joined } from "./join.ts";
import { HUB_INSIDE, type Machine, placesOf } from "./machine.ts";
import { openBelow } from "./mount-point.ts";
import { findMount, forgetMount, recordMount } from "./mount-record.ts";
import { asPoint, type MountEntry, mountOfDescriptor, mountsOf } from "./mountinfo.ts";
import { firstProcess, isFrozen } from "./run-record.ts";
import { openSandboxRoot } from "./use-root.ts";

/** Directories above a mount point may be moved about while it is looked for, and it may be held for a moment. */
const ATTEMPTS = 10;

/** By the names in the directory: to look at the entry itself is to wait for what is mounted on it, which may never answer. */
const holds = (directory: string, name: string): boolean =>
  existsSync(directory) && readdirSync(directory).includes(name);

/** @returns false when something was mounted on one of them at the last moment */
function removeDirectories(paths: readonly string[]): boolean {
  for (const path of paths) {
    try {
      rmdirSync(path);
    } catch (error) {
      if (isErrno(error, "EBUSY")) return false;
      if (!isErrno(error, "ENOENT")) throw error;
    }
  }
  return true;
}

/** Takes away what a mount into a sandbox left on the host, whole or cut short. */
export async function clearHost(machine: Machine, spec: MountName): Promise<void> {
  const { hub, prep } = placesOf(machine, spec.sandboxId);
  const paths = [prep, hub]
    .filter((directory) => holds(directory, spec.attachmentId))
    .map((directory) => join(directory, spec.attachmentId));
  if (paths.length === 0) return;
  const mounted = () => {
    const points = (mountsOf(holderPid(machine) ?? "self") ?? []).map(({ point }) => point);
    return paths.flatMap((path) => points.filter((point) => point === asPoint(path)).map(() => path));
  };
  let problem = "";
  // What the tools of a killed control plane still run may mount meanwhile, or move it from the one to the other.
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const left = mounted();
    if (left.length === 0 && removeDirectories(paths)) return;
    for (const path of left) problem = (await runTool([...onHost(machine), "/bin/umount", "-n", "-c", path])).stderr;
  }
  throw new Error(`${paths.join(", ")} cannot be taken away: ${problem}`);
}

/**
 * Opens the directory that holds the mount point, so that no name on the way to it is trusted. The mount point itself can
 * neither be renamed nor replaced while it is one.
 * @returns null when the mount is not there to be reached: moved meanwhile, or below another one
 */
function openParent(machine: Machine, spec: MountName, entry: MountEntry) {
  const parts = entry.point.slice(1).split("/");
  const name = Buffer.from(parts.pop() ?? "", "latin1");
  const root = openSandboxRoot(machine, spec.sandboxId);
  try {
    const ways = parts.map((part) => Buffer.from(part, "latin1"));
    const parent = openBelow(root, ways);
    if (parent === null) return null;
    const fd = openEntryIfThere(parent, name);
    const found = fd !== null && mountOfDescriptor(fd) === entry.id;
    if (fd !== null) closeSync(fd);
    if (found) return { fd: parent, name };
    closeSync(parent);
    return null;
  } catch (error) {
    if (error instanceof ApiError && error.code === "volume_invalid_mount_path") return null;
    throw error;
  } finally {
    closeSync(root);
  }
}

/**
 * @returns `unreachable` when the mount could not be reached for now, `passing` when it was held by what is seen no more: from
 *   outside for a moment, or hidden
 */
async function tryInside(
  machine: Machine,
  spec: MountName,
  pid: number,
): Promise<UnmountResult | "unreachable" | "passing"> {
  const sandbox = { id: spec.sandboxId, pid };
  const entry = findMount(machine, sandbox, spec.attachmentId);
  if (entry === null) return { done: true };
  const parent = openParent(machine, spec, entry);
  if (parent === null) return "unreachable";
  try {
    const [file = "", ...args] = joined(machine, pid);
    // Never lazily: that it succeeds means that nobody holds anything of it any more.
    const umount = [file, ...args, "/bin/umount", "-n", "-c", `/proc/self/fd/3/${parent.name}`] as const;
    const { stderr } = await runTool(umount, { descriptors: [parent.fd] });
    if (findMount(machine, sandbox, spec.attachmentId) === null) return { done: true };
    if (!stderr.includes("busy")) return "unreachable";
    const holders = findHolders(pid, entry.id);
    if (holders.length === 0 && (await freeFromOutside(pid, entry.id))) return "passing";
    return { done: false, holders };
  } finally {
    closeSync(parent.fd);
  }
}

async function unmountInside(machine: Machine, spec: MountName, pid: number): Promise<UnmountResult> {
  let result = await tryInside(machine, spec, pid);
  for (let left = ATTEMPTS; typeof result === "string" && left > 0; left--)
    result = await tryInside(machine, spec, pid);
  if (result === "passing") return { done: false, holders: [] };
  if (result !== "unreachable") return result;
  // Somebody inside never lets it stand still.
  const wasFrozen = isFrozen(machine, spec.sandboxId, pid);
  await freeze(machine, spec.sandboxId);
  try {
    result = await tryInside(machine, spec, pid);
    if (typeof result !== "string") return result;
  } finally {
    if (!wasFrozen) await thaw(machine, spec.sandboxId);
  }
  if (firstProcess(machine, spec.sandboxId) === null) return { done: true };
  if (result === "passing") return { done: false, holders: [] };
  throw new Error(`the mount of ${spec.attachmentId} in ${spec.sandboxId} cannot be reached`);
}

/**
 * Notes a mount that was cut short before it was noted: it stands in the hub still, where a process may have got hold of it.
 * @returns whether there is one
 */
function noteUnfinished(machine: Machine, spec: MountName, pid: number): boolean {
  const entry = mountsOf(pid)?.find(({ point }) => point === `${HUB_INSIDE}/${spec.attachmentId}`);
  if (entry !== undefined) recordMount(machine, spec.sandboxId, spec.attachmentId, entry.id);
  return entry !== undefined;
}

/** Finishes what a mount that was cut short left: one that came to its place stays, any other goes. */
export async function finishMount(machine: Machine, spec: MountName): Promise<void> {
  const pid = firstProcess(machine, spec.sandboxId);
  if (pid !== null && noteUnfinished(machine, spec, pid)) await unmount(machine, spec);
  else await clearHost(machine, spec);
}

/** Takes an attachment's mount away, wherever in the sandbox it stands now, and what is left of it on the host. */
export async function unmount(machine: Machine, spec: MountName): Promise<UnmountResult> {
  const pid = firstProcess(machine, spec.sandboxId);
  if (pid !== null) {
    noteUnfinished(machine, spec, pid);
    const result = await unmountInside(machine, spec, pid);
    if (!result.done) return result;
  }
  await clearHost(machine, spec);
  forgetMount(machine, spec.sandboxId, spec.attachmentId);
  return { done: true };
}
