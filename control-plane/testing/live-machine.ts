import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { SandboxId } from "#lib/api/ids.ts";

/** The sandbox that a process on the host is in, told by the host name there; null when it is in none, or gone. */
export function sandboxOf(pid: number): SandboxId | null {
  try {
    const name = execFileSync("nsenter", ["-t", String(pid), "-u", "hostname"], { encoding: "utf8", stdio: "pipe" });
    return SandboxId.safeParse(name.trim()).data ?? null;
  } catch {
    return null;
  }
}

/** The sandboxes that have control groups of any version. */
export function sandboxesWithGroups(directory = "/sys/fs/cgroup", depth = 3): Set<SandboxId> {
  const found = new Set<SandboxId>();
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const id = SandboxId.safeParse(entry.name.replace(/^nullspace\./, "")).data;
    if (id !== undefined) found.add(id);
    else if (depth > 0)
      for (const below of sandboxesWithGroups(join(directory, entry.name), depth - 1)) found.add(below);
  }
  return found;
}

/** The volumes below a data directory whose images are on loop devices, one entry a device. */
export function volumesOnLoops(dataDirectory: string): string[] {
  const listed = execFileSync("losetup", ["--list", "--noheadings", "--output", "BACK-FILE"], { encoding: "utf8" });
  const files = listed.split("\n").filter((file) => file.startsWith(dataDirectory));
  return files.map((file) => file.match(/vol_[0-9a-z]+/)?.[0] ?? file);
}
