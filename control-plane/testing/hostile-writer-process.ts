import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// What a process in a sandbox may do to the volume it is mounted from: swap directories for links that lead outside and
// files for links and FIFOs, as fast as it can, until it is ended.
const [data = "", outside = ""] = process.argv.slice(2);
const at = (...names: string[]) => join(...names);

/**
 * Becomes the owner of the volume, who may not enter `outside`: a link that it left standing would else lead its own renames
 * there. Like a sandbox it is within the volume already, so no directory above it matters.
 */
function becomeOwner(): void {
  const { uid, gid } = statSync(data);
  process.chdir(data);
  if (process.getuid?.() !== 0) return;
  process.setgroups?.([]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // The control plane moved or removed it meanwhile; the next round makes it anew.
  }
}

function plant(): void {
  for (const directory of ["d", "d/e", "d/e/g", "to"]) attempt(() => mkdirSync(at(directory), { recursive: true }));
  for (const file of ["d/f", "d/e/f", "d/e/g/f", "f"]) attempt(() => writeFileSync(at(file), "inside", { flag: "wx" }));
  attempt(() => symlinkSync(outside, at(".out")));
  attempt(() => symlinkSync(join(outside, "secret"), at(".secret")));
  attempt(() => symlinkSync("../".repeat(20) + outside, at(".relative")));
  attempt(() => execFileSync("mkfifo", [at(".fifo")], { stdio: "ignore" }));
}

/** Puts `bait` in the place of `name` for a moment. */
function swap(name: string, bait: string): void {
  attempt(() => renameSync(at(name), at(".aside")));
  attempt(() => renameSync(at(bait), at(name)));
  attempt(() => renameSync(at(name), at(bait)));
  attempt(() => renameSync(at(".aside"), at(name)));
}

/** Moves `inner` up and away while something may be walking in it. */
function shuffle(): void {
  attempt(() => renameSync(at("d/e/g"), at("d/g")));
  attempt(() => renameSync(at("d/g"), at("d/e/g")));
  attempt(() => linkSync(at("d/e/f"), at("d/e/g/linked")));
  attempt(() => unlinkSync(at("d/e/g/linked")));
}

becomeOwner();
process.send?.("ready");
for (let round = 0; ; round++) {
  if (round % 50 === 0) {
    attempt(() => rmSync(at(".aside"), { recursive: true }));
    plant();
  }
  for (const bait of [".out", ".relative"]) for (const name of ["d", "d/e", "d/e/g", "to"]) swap(name, bait);
  for (const bait of [".secret", ".fifo", ".out"])
    for (const name of ["f", "d/f", "d/e/f", "d/e/g/f"]) swap(name, bait);
  shuffle();
}
