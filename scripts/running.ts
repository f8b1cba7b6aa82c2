import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const fileIn = (dataDirectory: string) => join(dataDirectory, "start.pid");

/** When a process began, in the kernel's ticks; null when there is none. With it a pid that is used again is told apart. */
function beganAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before may hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

/** Notes that this process runs the system of a data directory, so that `npm stop` finds it. */
export function noteRunning(dataDirectory: string): void {
  writeFileSync(fileIn(dataDirectory), `${process.pid} ${beganAt(process.pid)}\n`);
}

export const forgetRunning = (dataDirectory: string): void => rmSync(fileIn(dataDirectory), { force: true });

/** The process that runs the system of a data directory; null when none does. */
export function runningProcess(dataDirectory: string): number | null {
  try {
    const [pid, began] = readFileSync(fileIn(dataDirectory), "utf8").trim().split(" ");
    return began !== undefined && beganAt(Number(pid)) === began ? Number(pid) : null;
  } catch {
    return null;
  }
}
