import { type BigIntStats, chmodSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import { pathOf } from "../storage/descriptors.ts";

/**
 * Sets the permission bits of what is open (`O_PATH`), never of what a link leads to.
 * @param mode at most 0o777
 */
export function changeMode(fd: number, stat: BigIntStats, mode: number): void {
  // chmod through a descriptor would follow the link that it is.
  if (stat.isSymbolicLink()) throw new ApiError("file_conflict", "A symbolic link has no permissions of its own.");
  chmodSync(pathOf(fd), mode);
}
