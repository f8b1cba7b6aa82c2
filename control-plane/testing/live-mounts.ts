import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export type LiveMount = {
  /** A process, by its pid on the host, that sees it. */
  pid: number;
  /** Where it is mounted, as that process sees it. */
  point: string;
  /** The directory that is mounted, inside its file system. */
  source: string;
  /** Whether it is in this process's own namespace, so on the host. */
  onHost: boolean;
};

const namespaceOf = (pid: number | "self") => readlinkSync(`/proc/${pid}/ns/mnt`);

/** What the kernel lists in every mount namespace of the machine: the truth that the database has to agree with. */
export function liveMounts(matches: (mount: LiveMount) => boolean): LiveMount[] {
  const seen = new Set<string>();
  const own = namespaceOf("self");
  return readdirSync("/proc").flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const namespace = namespaceOf(pid);
      if (seen.has(namespace)) return [];
      const lines = readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n").slice(0, -1);
      seen.add(namespace);
      return lines
        .map((line) => line.split(" "))
        .map(([, , , source = "", point = ""]) => ({ pid, point, source, onHost: namespace === own }))
        .filter(matches);
    } catch {
      // It ended while it was looked at.
      return [];
    }
  });
}

/** Takes a mount away inside a sandbox, behind the system's back; in its pid namespace too, whose `/proc` umount reads. */
export function unmountBehindTheBack({ pid, point }: LiveMount): void {
  execFileSync("nsenter", ["-t", String(pid), "-m", "-p", "--", "/bin/umount", "-c", point], { stdio: "pipe" });
}
