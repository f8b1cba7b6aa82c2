import { type BigIntStats, constants, fstatSync, lstatSync, openSync, type PathLike, readlinkSync } from "node:fs";

/** Names a file without opening it: no access check on the file itself, no side effect, never blocks. Not in `fs.constants`. */
const O_PATH = 0o10000000;

/** The path of an open descriptor. The kernel jumps to the very file that is open, whatever happened to its name. */
export const pathOf = (fd: number): string => `/proc/self/fd/${fd}`;

/** The path of `name` in an open directory. Whoever uses it must know that the last component may be a symlink. */
export const pathAt = (directory: number, name: Uint8Array | string): Buffer =>
  Buffer.concat([Buffer.from(`/proc/self/fd/${directory}/`), Buffer.from(name)]);

/** Opens what `name` is in a directory, a symlink as itself, without touching it. */
export const openEntry = (directory: number, name: Uint8Array | string): number =>
  openSync(pathAt(directory, name), O_PATH | constants.O_NOFOLLOW);

/** Opens a trusted path string as a directory to start from. */
export const openRoot = (path: PathLike): number =>
  openSync(path, O_PATH | constants.O_NOFOLLOW | constants.O_DIRECTORY);

export const statOf = (fd: number): BigIntStats => fstatSync(fd, { bigint: true });

/** What stands under `name`, a symlink as itself; null when nothing does. */
export const lstatAt = (directory: number, name: Uint8Array | string): BigIntStats | null =>
  lstatSync(pathAt(directory, name), { bigint: true, throwIfNoEntry: false }) ?? null;

export function openEntryIfThere(directory: number, name: Uint8Array | string): number | null {
  try {
    return openEntry(directory, name);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return null;
    throw error;
  }
}

/**
 * Opens what `name` is in a directory, unless it is anything but a directory: asks its file system nothing, which may be one
 * that hangs.
 * @returns null when nothing stands under the name
 * @throws ENOTDIR for a file and for a symlink
 */
export function openDirectoryIfThere(directory: number, name: Uint8Array | string): number | null {
  try {
    return openRoot(pathAt(directory, name));
  } catch (error) {
    if (isErrno(error, "ENOENT")) return null;
    throw error;
  }
}

/** The target of the symlink `name`, as bytes; null when it is no symlink any more. */
export function readLinkAt(directory: number, name: Uint8Array | string): Buffer | null {
  try {
    return readlinkSync(pathAt(directory, name), { encoding: "buffer" });
  } catch (error) {
    if (isErrno(error, "EINVAL", "ENOENT")) return null;
    throw error;
  }
}

export function isErrno(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && typeof error.code === "string" && codes.includes(error.code);
}
