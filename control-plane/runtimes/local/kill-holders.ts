import { setTimeout as delay } from "node:timers/promises";
import type { MountName } from "../runtime.ts";
import { holdersOnHost, holdersOutside, processesInside } from "./find-holders.ts";
import type { Machine } from "./machine.ts";
import { findMount } from "./mount-record.ts";
import { namesInProc, readProc, readProcLink, signal, statOfProcess } from "./proc.ts";
import { firstProcess } from "./run-record.ts";
import { unmount } from "./unmount.ts";

/** How long what is ended may take to let go: its descriptors close one after the other, those in flight later still. */
const SETTLE_MS = 2_000;
const POLL_MS = 20;

/** The processes with a unix socket that was made inside; their standard streams are ours, from outside. */
function withSockets(first: number): number[] {
  const made = new Set((readProc(first, "net/unix") ?? "").split("\n").map((line) => line.trim().split(/\s+/)[6]));
  const socket = (pid: number, fd: string) => /^socket:\[(\d+)\]$/.exec(readProcLink(pid, `fd/${fd}`) ?? "")?.[1];
  return processesInside(first).filter((pid) => namesInProc(pid, "fd").some((fd) => made.has(socket(pid, fd) ?? "")));
}

/** Ends processes, and waits until they are gone and the mount is free. @returns whether it is */
async function endAll(machine: Machine, name: MountName, pids: number[]): Promise<boolean> {
  for (const pid of pids) signal(pid, "SIGKILL");
  const deadline = performance.now() + SETTLE_MS;
  do {
    const left = pids.some((pid) => statOfProcess(pid) !== null);
    if (!left && (await unmount(machine, name)).done) return true;
    await delay(POLL_MS);
  } while (performance.now() < deadline);
  return false;
}

/**
 * Ends whoever keeps a mount busy: first those that can be seen to; then, since a descriptor may be under way in a socket,
 * those that have one; then every process but the first, which nothing inside can make hold anything.
 */
export async function killHolders(machine: Machine, name: MountName): Promise<void> {
  for (const choose of [holdersOnHost, withSockets, processesInside]) {
    const first = firstProcess(machine, name.sandboxId);
    if (first === null) return;
    const mount = findMount(machine, { id: name.sandboxId, pid: first }, name.attachmentId);
    if (mount === null) return;
    // What is read from outside just now is no reason to end what cannot be seen to hold anything.
    if (choose !== holdersOnHost && holdersOutside(first, mount.id).length > 0) return;
    const chosen = choose(first, mount.id);
    if (chosen.length > 0 && (await endAll(machine, name, chosen))) return;
  }
}
