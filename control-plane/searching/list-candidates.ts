import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { z } from "zod";
import type { VolumeRoot } from "../storage/store.ts";
import { runTool } from "../tools/run-tool.ts";
import { everybodyMayRun } from "./everybody-may-run.ts";
import type { RipgrepPattern } from "./ripgrep-pattern.ts";

/** Virtual memory of a listing, in KiB, and seconds of processor that it may take. */
const MAX_KIB = 1024 * 1024;
const MAX_CPU_SECONDS = 60;
const LOOK_MS = 100;
/** Looks in a row at which nothing of it moved. */
const STUCK_LOOKS = 4;
/** What bubblewrap says of the process is at its beginning. */
const MAX_STATUS = 4096;
/** Ticks of processor in that time with which its threads only ask each other for work. */
const IDLE_TICKS = 2;

// The directory is where the process stands: it followed into the namespace, and no path is spoken that could be swapped.
const STAGE = [
  `ulimit -c 0 && ulimit -v ${MAX_KIB} && ulimit -t ${MAX_CPU_SECONDS} || exit 125`,
  "mount -n -c -o bind,ro,nosuid,nodev,noexec . /mnt || exit 125",
  'cd / && exec "$@" 3>&2 4<"$0"',
].join("; ");

const RIPGREP = [
  ...["--no-config", "--no-ignore", "--hidden", "--no-follow", "--one-file-system", "--no-messages", "--no-mmap"],
  ...["--encoding=none", "--files-with-matches", "--null", "--line-buffered", "--stats"],
];

/** The packaged program; null where there is none for this machine. */
export function ripgrepPath(): string | null {
  try {
    const require = createRequire(import.meta.url);
    return realpathSync(z.object({ rgPath: z.string() }).parse(require("@vscode/ripgrep")).rgPath);
  } catch {
    return null;
  }
}

/**
 * What runs ripgrep where the volume's directory, read-only, is all there is: no network, no other process, nobody's
 * environment. As the volume's owner, who may read what is its own whatever its mode, as the control plane does. The program
 * itself is descriptor 4, for where that owner may not reach what is installed.
 */
function confined(program: string, owner: VolumeRoot["owner"], pattern: RipgrepPattern): string[] {
  const become = owner === null ? [] : ["--reuid", `${owner.uid}`, "--regid", `${owner.gid}`, "--clear-groups"];
  return [
    ...["/usr/bin/unshare", ...(owner === null ? ["-U", "-r"] : []), "-m", "--propagation", "slave", "--"],
    ...["/bin/sh", "-c", STAGE, program, "/usr/bin/setpriv", ...become, "--no-new-privs", "--"],
    ...["bwrap", "--unshare-all", "--uid", "0", "--gid", "0", "--cap-drop", "ALL", "--cap-add", "CAP_DAC_READ_SEARCH"],
    ...["--clearenv", "--die-with-parent", "--as-pid-1", "--json-status-fd", "3"],
    // To copy it takes as long as all else before its start.
    ...(everybodyMayRun(program) ? ["--ro-bind", program, "/rg"] : ["--perms", "0555", "--ro-bind-data", "4", "/rg"]),
    ...["--ro-bind", "/mnt", "/volume", "--chdir", "/volume", "--", "/rg"],
    ...[...RIPGREP, ...(pattern.fixed ? ["--fixed-strings"] : []), `--regexp=${pattern.text}`, "--", "./"],
  ];
}

/** What its threads did until now, and whether one is at work or waits for a disk. */
function activityOf(pid: number): { ticks: number; busy: boolean } | null {
  try {
    let [ticks, busy] = [0, false];
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      busy ||= fields[0] !== "S";
      ticks += Number(fields[11]) + Number(fields[12]);
    }
    return { ticks, busy };
  } catch {
    return null;
  }
}

/**
 * Ends a process that waits for what never comes: for the other end of a FIFO that took the place of a file.
 * @param status what bubblewrap has said of it until now
 */
function endWhenStuck(status: () => string, end: () => void): NodeJS.Timeout {
  let [still, before] = [0, 0];
  return setInterval(() => {
    const pid = Number(/"child-pid": (\d+)/.exec(status())?.[1] ?? 0);
    const activity = pid === 0 ? null : activityOf(pid);
    if (activity === null || activity.busy || activity.ticks - before > IDLE_TICKS) {
      still = 0;
      before = activity?.ticks ?? 0;
    } else if (++still >= STUCK_LOOKS) end();
  }, LOOK_MS);
}

/** What was listed up to its end, or that it must be looked for otherwise. */
export type Listing = { complete: true; lookedAt: number } | { complete: false };

type Options = {
  owner: VolumeRoot["owner"];
  signal: AbortSignal;
  /** Called with the ways of some files, relative to the target. */
  tell(ways: Buffer[]): void;
};

/**
 * Lists the files below an open directory that may match: those that do, and maybe more. Its names come from a program that
 * saw a tree which somebody changes, so each is to be opened by descriptor.
 * @param target open with `O_PATH`, and stays so until this settles
 * @returns that it is not complete where it cannot be done here, fails, hangs or is aborted
 */
export async function listCandidates(target: number, pattern: RipgrepPattern, options: Options): Promise<Listing> {
  const program = ripgrepPath();
  if (program === null || options.signal.aborted) return { complete: false };
  const ended = new AbortController();
  let status = "";
  let rest: Buffer = Buffer.alloc(0);
  const hear = (from: "stdout" | "stderr", chunk: Buffer) => {
    if (from === "stderr") {
      if (status.length < MAX_STATUS) status += chunk.toString();
      return;
    }
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const ways: Buffer[] = [];
    let start = 0;
    for (let nul = bytes.indexOf(0); nul !== -1; nul = bytes.indexOf(0, start)) {
      // Each begins with `./`.
      ways.push(bytes.subarray(start + 2, nul));
      start = nul + 1;
    }
    rest = bytes.subarray(start);
    if (ways.length > 0) options.tell(ways);
  };
  const watch = endWhenStuck(
    () => status,
    () => ended.abort(),
  );
  try {
    const { code } = await runTool(confined(program, options.owner, pattern), {
      directory: target,
      hear,
      deadlineMs: null,
      signal: AbortSignal.any([options.signal, ended.signal]),
    });
    // After the last name it says what it did, if it came to its end: 2 is that something could not be read.
    const lookedAt = code === null || code > 2 ? undefined : /^(\d+) files searched$/m.exec(rest.toString())?.[1];
    return lookedAt === undefined ? { complete: false } : { complete: true, lookedAt: Number(lookedAt) };
  } catch {
    // It could not be started.
    return { complete: false };
  } finally {
    clearInterval(watch);
  }
}
