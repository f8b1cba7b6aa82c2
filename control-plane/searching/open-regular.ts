import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { isErrno, openEntryIfThere, pathOf, statOf } from "../storage/descriptors.ts";
import { isKernelFile } from "../storage/kernel-files.ts";

const BELOW = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW | constants.O_NOCTTY;

/** `below`: a name in an open directory. `itself`: the path of a descriptor, which is a link of the kernel's own. */
export const OPEN_FLAGS = { below: BELOW, itself: BELOW & ~constants.O_NOFOLLOW };

/** Opens what is a regular file at this moment; null for anything else, and for what is gone or may not be read. */
export function openRegular(path: Buffer | string, flags: number): number | null {
  let fd: number;
  try {
    fd = openSync(path, flags);
  } catch (error) {
    if (isErrno(error, "ENOENT", "ELOOP", "EACCES", "EPERM", "ENXIO", "ENOTDIR", "EAGAIN", "ETXTBSY")) return null;
    throw error;
  }
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  return null;
}

/** The same for a name in an open directory, where a file of the kernel's own may be mounted: to open one is to act. */
export function openRegularGuarded(directory: number, name: Buffer): number | null {
  const fd = openEntryIfThere(directory, name);
  if (fd === null) return null;
  try {
    return statOf(fd).isFile() && !isKernelFile(fd) ? openRegular(pathOf(fd), OPEN_FLAGS.itself) : null;
  } finally {
    closeSync(fd);
  }
}
