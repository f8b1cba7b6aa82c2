import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { isErrno } from "../../storage/descriptors.ts";

/** Writes a small file whole or not at all. Of no use after a reboot, so that it need not reach the disk. */
export function writeWhole(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return null;
    throw error;
  }
}
