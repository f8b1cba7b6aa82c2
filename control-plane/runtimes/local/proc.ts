import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { isErrno } from "../../storage/descriptors.ts";

/** Of a process that has ended, or ends while it is read. */
const isGone = (error: unknown) => isErrno(error, "ENOENT", "ESRCH");

/** What a file of a process says; null when the process is gone or may not be looked at. */
export function readProc(pid: number | "self", file: string): string | null {
  try {
    // Names in it may be any bytes: each stays one character.
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch (error) {
    if (isGone(error) || isErrno(error, "EACCES", "EPERM", "EINVAL")) return null;
    throw error;
  }
}

export function readProcLink(pid: number | "self", file: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/${file}`);
  } catch (error) {
    if (isGone(error) || isErrno(error, "EACCES", "EPERM")) return null;
    throw error;
  }
}

export function namesInProc(pid: number, directory: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/${directory}`);
  } catch (error) {
    if (isGone(error) || isErrno(error, "EACCES", "EPERM")) return [];
    throw error;
  }
}

/** Of the kernel's flags of a process: it ends, and runs nothing of its program any more. */
const PF_EXITING = 0x4;

export type ProcessStat = {
  /** One letter of `ps`: R, S, D, T, Z, … */
  state: string;
  /** It holds what it has for a moment still. */
  isEnding: boolean;
  parent: number;
  session: number;
  cpuTicks: number;
  /** Since boot, in ticks. With the pid it names one process of this boot. */
  startTime: number;
};

/** Null when there is no such process, or only what is left of one until its parent asks. */
export function statOfProcess(pid: number): ProcessStat | null {
  const text = readProc(pid, "stat");
  if (text === null) return null;
  // The name before it may hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const state = fields[0] ?? "";
  if (state === "Z" || state === "X") return null;
  return {
    state,
    isEnding: (Number(fields[6]) & PF_EXITING) !== 0,
    parent: Number(fields[1]),
    session: Number(fields[3]),
    cpuTicks: Number(fields[11]) + Number(fields[12]),
    startTime: Number(fields[19]),
  };
}

export const allPids = (): number[] =>
  readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));

/** The arguments a process was started with. */
export const argumentsOf = (pid: number): string[] => (readProc(pid, "cmdline") ?? "").split("\0").slice(0, -1);

const MAX_COMMAND = 200;

/** The command line for people to read, cut short. */
export const commandOf = (pid: number): string =>
  Buffer.from(argumentsOf(pid).join(" "), "latin1").toString().slice(0, MAX_COMMAND);

/** The pid that a process has in the innermost pid namespace it is in. */
export function innerPid(pid: number): number | null {
  const line = /^NSpid:\s+(.*)$/m.exec(readProc(pid, "status") ?? "")?.[1];
  return line === undefined ? null : Number(line.split(/\s+/).at(-1));
}

/** Ends a process; nothing happens when it is gone. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!isErrno(error, "ESRCH")) throw error;
  }
}

export const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
