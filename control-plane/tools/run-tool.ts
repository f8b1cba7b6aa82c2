import { type ChildProcess, fork } from "node:child_process";
import type { ToolEnd, ToolJob, ToolReply, ToolResult, ToolSaid } from "./tool-server.ts";

export const TOOL_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

/** All that a tool finds in its environment: nothing of the control plane's, and never what a caller sent. */
const ENVIRONMENT = { PATH: TOOL_PATH, LC_ALL: "C" };
// The cast: Next declares for the whole repository that there is always a NODE_ENV.
export const TOOL_ENVIRONMENT = ENVIRONMENT as unknown as NodeJS.ProcessEnv;

type Options = {
  /** Open descriptors of this process that it finds as 3, 4, …; they stay open here until it has ended. */
  descriptors?: readonly number[];
  /** An open directory of this process that it runs in; it stays open here until it has ended. Else it is the root. */
  directory?: number;
  /** Hears what it says as it comes; then the result has none of it. */
  hear?: (from: ToolSaid["from"], chunk: Buffer) => void;
  /** Milliseconds until it is ended; null for as long as it takes. */
  deadlineMs?: number | null;
  /** Of this run alone: ends it with all that it started. */
  signal?: AbortSignal;
};

/** What a mount or a join takes at most when nothing is wrong; beyond it the machine is. */
const DEADLINE_MS = 30_000;

type Waiting = { resolve(result: ToolResult): void; reject(error: Error): void; hear: Options["hear"] };

const waiting = new Map<number, Waiting>();
let server: ChildProcess | null = null;
let lastId = 0;

function hear(reply: ToolReply | ToolSaid): void {
  const waiter = waiting.get(reply.id);
  if ("chunk" in reply) {
    waiter?.hear?.(reply.from, Buffer.from(reply.chunk));
    return;
  }
  waiting.delete(reply.id);
  if (waiting.size === 0) rest();
  if (reply.ok) waiter?.resolve(reply.result);
  else waiter?.reject(Object.assign(new Error(reply.error.message), reply.error));
}

/** It is no reason for this process to stay while nothing is asked of it. */
function rest(): void {
  server?.unref();
  server?.channel?.unref();
}

function lose(ended: ChildProcess, why: string): void {
  if (server !== ended) return;
  server = null;
  const left = [...waiting.values()];
  waiting.clear();
  for (const { reject } of left) reject(new Error(`the process that runs tools ended: ${why}`));
}

function start(): ChildProcess {
  const started = fork(new URL("./tool-server.ts", import.meta.url), {
    cwd: "/",
    env: TOOL_ENVIRONMENT,
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    serialization: "advanced",
    // It ends with this process, whatever signal that gets, and not before.
    detached: true,
  });
  started.on("message", (reply) => hear(reply as ToolReply | ToolSaid));
  started.once("error", (error) => lose(started, error.message));
  started.once("exit", (code, signal) => lose(started, String(signal ?? code)));
  return started;
}

/**
 * Runs a system tool to its end, never through a shell of ours, by a process that is kept for it.
 * @throws Error with the system's code when it cannot be started
 */
export function runTool(argv: readonly string[], options: Options = {}): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    server ??= start();
    server.ref();
    server.channel?.ref();
    const id = ++lastId;
    const { deadlineMs = DEADLINE_MS, signal } = options;
    const end = () => {
      const order: ToolEnd = { end: id };
      server?.send(order, () => {});
    };
    waiting.set(id, { resolve, reject, hear: options.hear });
    const pathOf = (fd: number) => `/proc/${process.pid}/fd/${fd}`;
    const descriptors = (options.descriptors ?? []).map(pathOf);
    const cwd = options.directory === undefined ? "/" : pathOf(options.directory);
    const told = options.hear !== undefined;
    const job: ToolJob = { id, argv, env: ENVIRONMENT, descriptors, cwd, told, deadlineMs };
    // That it could not be sent is told by its end.
    server.send(job, () => {});
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
}

/** Runs a tool that has to succeed. @throws Error with what it said */
export async function needTool(argv: readonly string[], options: Options = {}): Promise<string> {
  const { code, stdout, stderr } = await runTool(argv, options);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr || `ended with ${code}`}`);
  return stdout;
}
