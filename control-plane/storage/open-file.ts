import type { BigIntStats } from "node:fs";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { pathOf } from "./descriptors.ts";
import { etagOf } from "./etag.ts";
import { type Tree, withEntry } from "./resolve-path.ts";

export type OpenFile = { handle: FileHandle; stat: BigIntStats; etag: string };

/** @throws ApiError file_conflict when it is not a regular file */
export function requireRegularFile(stat: BigIntStats, path: string): void {
  if (stat.isFile()) return;
  if (stat.isDirectory())
    throw new ApiError("file_conflict", `${path} is a directory, not a file.`, {
      details: { path, type: "directory" },
    });
  throw new ApiError("file_conflict", `${path} is a FIFO, a socket or a device, which is never opened.`, {
    details: { path },
  });
}

/**
 * Opens a regular file for reading; symlinks are resolved inside the tree. The caller closes the handle.
 * @throws ApiError file_not_found, file_conflict when it is a directory or a special file
 */
export async function openFileForReading(root: Tree, path: VolumePath): Promise<OpenFile> {
  return withEntry(root, path, { follow: true }, async (entry) => {
    requireRegularFile(entry.stat, path);
    // Through the descriptor, so it is the file that was checked. O_NONBLOCK: a lease held inside the volume must not stall.
    const handle = await open(pathOf(entry.fd), constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await handle.stat({ bigint: true });
      return { handle, stat, etag: etagOf(stat) };
    } catch (error) {
      await handle.close();
      throw error;
    }
  });
}
