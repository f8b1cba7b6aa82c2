import { closeSync, constants, openSync } from "node:fs";
import { isErrno } from "../../storage/descriptors.ts";
import type { Holder } from "../runtime.ts";
import { mountOfDescriptor } from "./mountinfo.ts";
import { allPids, argumentsOf, commandOf, innerPid, namesInProc, readProc } from "./proc.ts";
import { hostPids } from "./processes.ts";
import { READER } from "./read-inside.ts";

const O_PATH = 0o10000000;

/** The mount that a link of a process leads to; null when the link is gone. */
function mountBehind(pid: number, link: string): number | null {
  let fd: number;
  try {
    fd = openSync(`/proc/${pid}/${link}`, O_PATH | constants.O_RDONLY);
  } catch (error) {
    if (isErrno(error, "ENOENT", "ESRCH", "EACCES", "EPERM")) return null;
    throw error;
  }
  try {
    return mountOfDescriptor(fd);
  } finally {
    closeSync(fd);
  }
}

const hasOpen = (pid: number, mount: number): boolean =>
  namesInProc(pid, "fdinfo").some((fd) => readProc(pid, `fdinfo/${fd}`)?.includes(`mnt_id:\t${mount}\n`) ?? false);

function holds(pid: number, mount: number): boolean {
  return (
    hasOpen(pid, mount) ||
    ["cwd", "root", "exe"].some((link) => mountBehind(pid, link) === mount) ||
    namesInProc(pid, "map_files").some((range) => mountBehind(pid, `map_files/${range}`) === mount)
  );
}

/** The processes inside a sandbox, by their pids on the host; not its first one, which holds nothing. */
export const processesInside = (first: number): number[] => hostPids(first).filter((pid) => pid !== first);

/** The processes that can be seen to hold a mount, by their pids on the host. */
export const holdersOnHost = (first: number, mount: number): number[] =>
  processesInside(first).filter((pid) => holds(pid, mount));

/** The processes that can be seen to hold a mount, as the sandbox knows them. */
export const findHolders = (first: number, mount: number): Holder[] =>
  holdersOnHost(first, mount).map((pid) => ({ pid: innerPid(pid) ?? 0, command: commandOf(pid) }));

/**
 * Those outside of the sandbox that have a mount open: a control plane that reads a file through it, or what looks at it for
 * one. They hold it for a moment, and nothing inside is to be ended for them.
 */
export function holdersOutside(first: number, mount: number): number[] {
  const inside = new Set(hostPids(first));
  return allPids().filter((pid) => !inside.has(pid) && hasOpen(pid, mount));
}

/** Whether a process outside of a sandbox does nothing but to look at a mount. */
export const isReader = (pid: number): boolean => argumentsOf(pid).slice(-READER.length).join(" ") === READER.join(" ");

/** Those of some processes that still have a mount open. */
export const stillHolding = (pids: readonly number[], mount: number): number[] =>
  pids.filter((pid) => hasOpen(pid, mount));
