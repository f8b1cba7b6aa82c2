import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { closeInherited } from "./close-inherited.ts";

// A process of its own that runs system tools for the control plane. To start a program the kernel copies the page tables of
// whoever does: some 20 ms in a process of several hundred megabytes, in which nothing else runs there; here it is one.

export type ToolResult = {
  /** Null when it was ended, by its deadline or by somebody. */
  code: number | null;
  /** Empty when it was told as it came. */
  stdout: string;
  stderr: string;
};

export type ToolJob = {
  id: number;
  argv: readonly string[];
  env: Record<string, string>;
  /** Paths below `/proc` that lead to what it finds open as 3, 4, … */
  descriptors: readonly string[];
  /** The directory it runs in. */
  cwd: string;
  /** What it says is told as it comes. */
  told: boolean;
  /** Milliseconds until it is ended; null for as long as it takes. */
  deadlineMs: number | null;
};

/** Asks for the end of the job with this id, before its deadline. */
export type ToolEnd = { end: number };

/** What a running tool says. */
export type ToolSaid = { id: number; from: "stdout" | "stderr"; chunk: Buffer };

export type ToolReply =
  | { id: number; ok: true; result: ToolResult }
  | { id: number; ok: false; error: { message: string; code: string | undefined } };

/** Not in `fs.constants`. */
const O_PATH = 0o10000000;

/** What is ended is gone at once, and holds nothing any more, unless it hangs in the kernel: so long it is waited for. */
const LINGER_MS = 250;

const ends = new Map<number, () => void>();

/** The control plane may be gone meanwhile. */
function send(message: ToolReply | ToolSaid): void {
  if (process.connected) process.send?.(message, undefined, {}, () => {});
}

/** Ends a tool with all that it started. */
function kill(group: number | undefined): void {
  if (group === undefined) return;
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // It has ended.
  }
}

function run({ id, argv, env, descriptors, cwd, told, deadlineMs }: ToolJob): Promise<ToolResult> {
  const [file = "", ...args] = argv;
  const opened: number[] = [];
  try {
    for (const path of descriptors) opened.push(openSync(path, O_PATH));
    const child = spawn(file, args, {
      // The cast: Next declares for the whole repository that there is always a NODE_ENV.
      env: env as NodeJS.ProcessEnv,
      cwd,
      stdio: ["ignore", "pipe", "pipe", ...opened],
      // A Ctrl-C that is meant for the control plane must not cut a mount short.
      detached: true,
    });
    const said = { stdout: "", stderr: "" };
    for (const from of ["stdout", "stderr"] as const)
      if (told) child[from]?.on("data", (chunk: Buffer) => send({ id, from, chunk }));
      else
        child[from]?.setEncoding("utf8").on("data", (text: string) => {
          said[from] += text;
        });
    return new Promise((resolve, reject) => {
      const timers: NodeJS.Timeout[] = [];
      const settle = (code: number | null) => {
        for (const timer of timers) clearTimeout(timer);
        ends.delete(id);
        resolve({ code, stdout: said.stdout, stderr: said.stderr.trim() });
      };
      const end = () => {
        kill(child.pid);
        const abandon = () => {
          settle(null);
          child.stdout?.destroy();
          child.stderr?.destroy();
        };
        timers.push(setTimeout(abandon, LINGER_MS));
      };
      ends.set(id, end);
      if (deadlineMs !== null) timers.push(setTimeout(end, deadlineMs));
      child.once("error", (error) => {
        reject(error);
        settle(null);
      });
      child.once("close", settle);
    });
  } finally {
    for (const fd of opened) closeSync(fd);
  }
}

async function answer(job: ToolJob): Promise<ToolReply> {
  try {
    return { id: job.id, ok: true, result: await run(job) };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return { id: job.id, ok: false, error: { message, code } };
  }
}

closeInherited();
process.on("message", async (asked: ToolJob | ToolEnd) => {
  if ("end" in asked) ends.get(asked.end)?.();
  else send(await answer(asked));
});
// What runs now goes on to its end by itself.
process.once("disconnect", () => process.exit());
