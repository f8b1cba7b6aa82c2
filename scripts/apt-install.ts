import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const mayInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

/** Installs Debian's packages where that is allowed (as root on Debian), and says so where it failed. */
export function aptInstall(packages: readonly string[]): void {
  if (packages.length === 0 || !mayInstall) return;
  process.stdout.write(`Installing ${packages.join(", ")}…\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    for (const args of [
      ["update", "-qq"],
      ["install", "-y", "-qq", "--no-install-recommends", ...packages],
    ])
      execFileSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env });
  } catch (error) {
    process.stdout.write(`Could not install ${packages.join(", ")}: ${String(error)}\n`);
  }
}

/** The packages that sandboxes need and this machine lacks. */
export const missingForSandboxes = (): string[] => (existsSync("/usr/bin/bwrap") ? [] : ["bubblewrap"]);
