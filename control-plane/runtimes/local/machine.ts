import { join } from "node:path";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Cgroups } from "./cgroups.ts";

/** What the verbs of this runtime work on, found out once at start. */
export type Machine = {
  dataDirectory: string;
  /** Who sandboxes run as; null when that is this process's own user. */
  owner: { uid: number; gid: number } | null;
  cgroups: Cgroups;
  /** Whether what joins a sandbox can be filtered, by `/etc/seccomp.bpf` in there. */
  seccomp: boolean;
};

/** Where a sandbox is on the disk. */
export function placesOf(machine: Machine, id: SandboxId) {
  const home = join(machine.dataDirectory, "sandboxes", id);
  return {
    home,
    /** What belongs to the sandbox and outlives its processes, a directory for each of `OWN_DIRECTORIES`. */
    files: join(home, "files"),
    etc: join(home, "etc"),
    /** Shared with the sandbox's `/run/nullspace`: what is mounted here appears there. */
    hub: join(home, "hub"),
    /** Where a mount gets its options before the sandbox sees it. */
    prep: join(home, "prep"),
    /** A file for each attachment that is mounted: which of the sandbox's mounts it is. */
    mounts: join(home, "mounts"),
    run: join(home, "run.json"),
  };
}

/** The directories in which a sandbox writes to disk. */
export const OWN_DIRECTORIES = ["workspace", "home", "tmp", "var"] as const;

/** Where the hub is inside every sandbox. */
export const HUB_INSIDE = "/run/nullspace";

/**
 * What the first process runs: it does nothing but reap, and cannot be ended from inside, being the first of its pid
 * namespace.
 */
export const FIRST_PROCESS = "echo ready; exec </dev/null >/dev/null 2>&1; while :; do sleep 2147483647; done";
