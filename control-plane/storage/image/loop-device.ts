import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { isErrno } from "../descriptors.ts";

/** All loop devices of this machine, or of the container around it, have a file already. */
export class NoLoopDevice extends Error {}

const LOOP_MAJOR = 7;
const DELETED = " (deleted)";

function backingFile(loop: string): string | null {
  try {
    return readFileSync(`/sys/block/${loop}/loop/backing_file`, "utf8").replace(/\n$/, "");
  } catch (error) {
    // Attached to nothing, or let go of this very moment.
    if (isErrno(error, "ENOENT", "ENXIO", "ENODEV", "EIO")) return null;
    throw error;
  }
}

/** The loop devices that have a file, such as `loop0`, with its path. */
export function attachedLoops(): { loop: string; file: string; deleted: boolean }[] {
  return readdirSync("/sys/block").flatMap((loop) => {
    const file = loop.startsWith("loop") ? backingFile(loop) : null;
    if (file === null) return [];
    const deleted = file.endsWith(DELETED);
    return [{ loop, file: deleted ? file.slice(0, -DELETED.length) : file, deleted }];
  });
}

/** The loop device that an image is attached to, whoever has it mounted; null when it is attached to none. */
export const loopOf = (image: string): string | null =>
  attachedLoops().find(({ file, deleted }) => file === image && !deleted)?.loop ?? null;

/** Whether a file system is mounted at a directory. */
export function isMounted(target: string): boolean {
  const stat = lstatSync(target, { throwIfNoEntry: false });
  return stat !== undefined && stat.dev !== lstatSync(dirname(target)).dev;
}

/** The loop device that is mounted at `target`; null when none is, or when another file than the image is behind it. */
export function loopAt(target: string, image: string): string | null {
  if (!isMounted(target)) return null;
  // As the kernel puts device numbers together, for those below 4,096 and 1,048,576.
  const { dev } = lstatSync(target);
  const major = (dev >> 8) & 0xfff;
  const loop = `loop${(dev & 0xff) | ((dev >> 12) & 0xfff00)}`;
  return major === LOOP_MAJOR && backingFile(loop) === image ? loop : null;
}
