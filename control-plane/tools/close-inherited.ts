import { closeSync, readdirSync, readFileSync } from "node:fs";
import { isErrno } from "../storage/descriptors.ts";

/** Not in `fs.constants`. */
const O_CLOEXEC = 0o2000000;

/** The flags of an open descriptor; null for the one that read the list, which is closed again. */
function flagsOf(fd: string): number | null {
  try {
    const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "latin1"))?.[1];
    return flags === undefined ? null : Number.parseInt(flags, 8);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return null;
    throw error;
  }
}

/**
 * Closes what whoever started this process left open in it. Everything that Node opens is closed when another program is
 * run; what was inherited is not, and would reach into every sandbox.
 */
export function closeInherited(): void {
  for (const name of readdirSync("/proc/self/fd")) {
    const flags = flagsOf(name);
    if (flags === null || Number(name) <= 2) continue;
    if ((flags & O_CLOEXEC) === 0) closeSync(Number(name));
  }
}
