import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { needTool, TOOL_ENVIRONMENT, TOOL_PATH } from "../../tools/run-tool.ts";
import type { StartSpec } from "../runtime.ts";
import { makeGroups } from "./cgroups.ts";
import { ensureHolder, onHost } from "./holder.ts";
import { inTurn } from "./in-turn.ts";
import { asOwner, CAPABILITY_NAMES, FIRST_PROCESS_CAPABILITY, joined, withinLimits } from "./join.ts";
import { FIRST_PROCESS, HUB_INSIDE, type Machine, OWN_DIRECTORIES, placesOf } from "./machine.ts";
import { remove } from "./remove.ts";
import { firstProcess, recordRun } from "./run-record.ts";
import { restoreFiles } from "./saved-files.ts";
import { stop } from "./stop.ts";
import { systemDirectories } from "./system-directories.ts";
import { writeEtc } from "./write-etc.ts";

/** Where a sandbox's own directory stands while bubblewrap, as the owner, could not reach it by its real path. */
const STAGE = "/mnt";
/** A start takes some 50 ms; one that takes this long never ends. */
const DEADLINE_MS = 30_000;

// No more namespaces from now on, so that nothing inside can keep a copy of a mount; and the kernel's settings, read-only.
const LOCK = "echo 0 > /proc/sys/user/max_user_namespaces && exec /bin/mount -n -c --bind -o ro /proc/sys /proc/sys";

function makeDirectories(machine: Machine, spec: StartSpec): void {
  const places = placesOf(machine, spec.id);
  for (const path of [places.home, places.files, places.hub, places.prep, places.mounts, places.etc]) {
    mkdirSync(path, { recursive: true });
    // Passed by the owner on the way to the files; the data directory above them is closed to it.
    chmodSync(path, path === places.etc ? 0o755 : 0o711);
  }
  const own = (path: string, mode: number) => {
    mkdirSync(path, { recursive: true });
    chmodSync(path, mode);
    if (machine.owner !== null) chownSync(path, machine.owner.uid, machine.owner.gid);
  };
  const isNew = !existsSync(join(places.files, "var"));
  for (const name of OWN_DIRECTORIES) own(join(places.files, name), name === "tmp" ? 0o1777 : 0o755);
  // Later what is below is the sandbox's, a link as likely as a directory.
  if (!isNew) return;
  for (const name of ["cache", "lib", "log", "tmp"])
    own(join(places.files, "var", name), name === "tmp" ? 0o1777 : 0o755);
}

function bubblewrap(machine: Machine, id: StartSpec["id"], at: string): string[] {
  return [
    "bwrap",
    ...["--unshare-all", "--uid", "0", "--gid", "0", "--hostname", id, "--clearenv"],
    ...["--setenv", "PATH", TOOL_PATH],
    ...["--cap-drop", "ALL", ...[...CAPABILITY_NAMES, FIRST_PROCESS_CAPABILITY].flatMap((name) => ["--cap-add", name])],
    ...systemDirectories(),
    ...writeEtc(placesOf(machine, id).etc, `${at}/etc`, id),
    ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/run"],
    ...["--ro-bind", `${at}/hub`, HUB_INSIDE],
    ...OWN_DIRECTORIES.flatMap((name) => ["--bind", `${at}/files/${name}`, `/${name}`]),
    ...["--chdir", "/", "--as-pid-1", "--json-status-fd", "3"],
    // The id as its own name, so that it is known to whom it belongs whatever else was lost.
    ...["--", "/bin/sh", "-c", FIRST_PROCESS, id],
  ];
}

/** Resolves with the first process's pid on the host once it runs, all set up. */
function untilReady(child: ChildProcess): Promise<number> {
  const [, stdout, stderr, status] = child.stdio;
  return new Promise((resolve, reject) => {
    let said = "";
    let pid: number | null = null;
    let ready = false;
    const settle = () => {
      if (ready && pid !== null) resolve(pid);
    };
    let problem = "";
    stdout?.once("data", () => {
      ready = true;
      settle();
    });
    stderr?.on("data", (chunk: Buffer) => {
      problem += chunk.toString();
    });
    status?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      pid ??= Number(/"child-pid": (\d+)/.exec(said)?.[1] ?? 0) || null;
      settle();
    });
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`bubblewrap ended with ${code}: ${problem.trim()}`)));
  });
}

async function launch(machine: Machine, id: StartSpec["id"]): Promise<number> {
  const { home, hub, prep } = placesOf(machine, id);
  // Private first: a host whose mounts are shared would make it a member of that group, and every namespace of the host with it.
  const share = 'mount -n --bind "$0" "$0" && mount -n --make-private "$0" && mount -n --make-shared "$0"';
  await needTool([
    ...onHost(machine),
    ...["/bin/sh", "-c", `${share} && mount -n --bind "$1" "$1" && mount -n --make-private "$1"`, hub, prep],
  ]);
  const isOwner = machine.owner === null;
  const stage = `mount -n --rbind "$0" ${STAGE} && exec "$@"`;
  const [file, ...args] = [
    ...withinLimits(machine, id),
    ...onHost(machine),
    ...(isOwner ? [] : ["/usr/bin/unshare", "-m", "--propagation", "slave", "--", "/bin/sh", "-c", stage, home]),
    ...asOwner(machine),
    ...bubblewrap(machine, id, isOwner ? home : STAGE),
  ] as const;
  const child: ChildProcess = spawn(file, args, {
    cwd: "/",
    env: TOOL_ENVIRONMENT,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    // Without the terminal of whoever started this process: it would be the sandbox's too, and its Ctrl-C for all of them.
    detached: true,
    timeout: DEADLINE_MS,
    killSignal: "SIGKILL",
  });
  try {
    const pid = await untilReady(child);
    await needTool([...joinedShell(machine, pid), LOCK]);
    return pid;
  } finally {
    // It only waits, and keeps a copy of the host's mounts while it does.
    child.kill("SIGKILL");
  }
}

const joinedShell = (machine: Machine, pid: number): [string, ...string[]] => {
  const [file = "", ...args] = joined(machine, pid);
  return [file, ...args, "/bin/sh", "-c"];
};

/** Starts a sandbox, with the files it has or that are copied for it. */
export async function start(machine: Machine, spec: StartSpec): Promise<void> {
  if (firstProcess(machine, spec.id) !== null) return;
  const isNew = !existsSync(placesOf(machine, spec.id).home);
  // What an earlier life left.
  await stop(machine, spec.id);
  try {
    if (spec.from !== undefined && !existsSync(placesOf(machine, spec.id).files))
      await restoreFiles(machine, spec.id, spec.from);
    makeDirectories(machine, spec);
    await inTurn(machine.dataDirectory, () => ensureHolder(machine));
    makeGroups(machine.cgroups, spec.id, spec);
    recordRun(machine, spec.id, await launch(machine, spec.id));
  } catch (error) {
    await (isNew ? remove(machine, spec.id) : stop(machine, spec.id));
    throw error;
  }
}
