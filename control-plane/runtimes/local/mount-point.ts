import { closeSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import { isErrno, lstatAt, openDirectoryIfThere, openEntry } from "../../storage/descriptors.ts";
import { runTool } from "../../tools/run-tool.ts";
import { asSandboxProcess, joined } from "./join.ts";
import type { Machine } from "./machine.ts";

/** What is the kernel's or the host's below a sandbox's root: never walked into from outside. */
const NOT_OURS = ["proc", "sys", "dev", "run", "etc", "usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32"];

const refused = (path: string, why: string) =>
  new ApiError("volume_invalid_mount_path", `${path} ${why}.`, {
    suggestedAction: "Choose another mount path.",
    details: { mount_path: path },
  });

/** @throws ApiError volume_invalid_mount_path when nothing may be mounted there */
export function partsOfMountPath(path: string): string[] {
  const parts = path.slice(1).split("/");
  if (!path.startsWith("/") || parts.some((part) => ["", ".", ".."].includes(part) || part.includes("\0")))
    throw refused(path, "is no absolute, normalised path");
  if (NOT_OURS.includes(parts[0] ?? "")) throw refused(path, "is where the sandbox's own system is");
  return parts;
}

function openStep(path: string, directory: number, name: string | Buffer): number | null {
  try {
    return openDirectoryIfThere(directory, name);
  } catch (error) {
    if (!isErrno(error, "ENOTDIR")) throw error;
    const what = lstatAt(directory, name)?.isSymbolicLink() ? "a symbolic link" : "a file";
    throw refused(path, `leads through ${what}, ${name}`);
  }
}

/**
 * Opens a directory below a sandbox's root, a component at a time and through no link: what a process inside plants on the
 * way is refused, not followed.
 * @returns a descriptor, which the caller closes; null when it is missing
 * @throws ApiError volume_invalid_mount_path for a link or a file on the way
 */
export function openBelow(root: number, parts: readonly (string | Buffer)[]): number | null {
  const path = `/${parts.join("/")}`;
  if (parts.length === 0) return openEntry(root, ".");
  const passed: number[] = [];
  try {
    for (const name of parts) {
      const fd = openStep(path, passed.at(-1) ?? root, name);
      if (fd === null) return null;
      passed.push(fd);
    }
    return passed.pop() ?? null;
  } finally {
    for (const fd of passed) closeSync(fd);
  }
}

/**
 * Makes the directories that are missing on the way to a mount path, as the sandbox would: by its rights and in its name.
 * @throws ApiError volume_invalid_mount_path
 */
export async function makeMountPoint(machine: Machine, pid: number, path: string): Promise<void> {
  const [file = "", ...args] = joined(machine, pid);
  const { code, stderr } = await runTool([file, ...args, ...asSandboxProcess(machine), "/bin/mkdir", "-p", "--", path]);
  if (code !== 0) throw refused(path, `cannot be made: ${stderr.split(": ").at(-1)}`);
}
