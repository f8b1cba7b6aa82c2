import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { TOOL_ENVIRONMENT } from "../../tools/run-tool.ts";
import type { Command, Ended } from "../runtime.ts";
import { asSandboxProcess, joined, withinLimits } from "./join.ts";
import type { Machine } from "./machine.ts";
import { signal, statOfProcess } from "./proc.ts";
import { hostPids } from "./processes.ts";
import { firstProcess, needUnfrozen, notReady } from "./run-record.ts";

const DEFAULTS = {
  HOME: "/home",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  TERM: "xterm-256color",
  LANG: "C.UTF-8",
};

const KILL_ROUNDS = 50;
const POLL_MS = 2;

/** What runs in a sandbox, with the streams to it. */
export type Entered = {
  /** What it said about itself on descriptor 3: a line. */
  said: string;
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  ended: Promise<Ended>;
  /** Its session, by the host's pids. */
  session: number;
};

const invalid = (message: string) => new ApiError("invalid_request", message);

/** The command as the last shell gets it: by variables of ours, since a caller's could be a loader's. */
function wrap(command: Command, begin: string): { script: string; variables: Record<string, string> } {
  const entries = Object.entries({ ...DEFAULTS, ...command.env });
  const badName = entries.find(([name]) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))?.[0];
  if (badName !== undefined) throw invalid(`env: ${badName} cannot be the name of a variable.`);
  if ([...command.argv, command.cwd ?? "", ...entries.map(([, value]) => value)].some((text) => text.includes("\0")))
    throw invalid("A command cannot hold a NUL.");
  const environment = entries.map((_, index) => `"$NULLSPACE_${index}"`).join(" ");
  return {
    script: `${begin}; cd -- "$NULLSPACE_CWD" || exit 126; exec /usr/bin/env -i ${environment} "$@"`,
    variables: Object.fromEntries([
      ["NULLSPACE_CWD", command.cwd ?? "/workspace"],
      ...entries.map(([name, value], index) => [`NULLSPACE_${index}`, `${name}=${value}`]),
    ]),
  };
}

/**
 * Ends what of a sandbox runs in a session, also in process groups of their own, until nothing new appears. A command's own
 * leader is outside: it waits for the command, takes its remains away and ends by itself, unless it was stopped like it.
 */
export async function killSession(machine: Machine, id: SandboxId, leader: number): Promise<void> {
  for (let round = 0; round < KILL_ROUNDS; round++) {
    const first = firstProcess(machine, id);
    if (first === null) return;
    const members = hostPids(first).filter((pid) => statOfProcess(pid)?.session === leader);
    if (members.length === 0) return;
    for (const pid of members) signal(pid, "SIGKILL");
    if (statOfProcess(leader)?.state === "T") signal(leader, "SIGCONT");
    await delay(POLL_MS);
  }
}

/** The line that the command says on descriptor 3; empty when it never began. */
function firstLine(child: ChildProcess, stream: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
    stream.once("end", () => resolve(text));
    child.once("error", reject);
  });
}

/**
 * Runs a command in a sandbox, by the rights and within the limits of its processes.
 * @param begin shell commands before it, in its place; one of them, or the command, writes a line to descriptor 3
 * @throws ApiError sandbox_not_ready, invalid_request
 */
export async function enter(machine: Machine, id: SandboxId, command: Command, begin: string): Promise<Entered> {
  const { script, variables } = wrap(command, begin);
  const first = needUnfrozen(machine, id);
  const [file, ...args] = [
    ...withinLimits(machine, id),
    ...joined(machine, first),
    ...asSandboxProcess(machine),
    ...["/bin/sh", "-c", script, "sh", ...command.argv],
  ] as const;
  const child: ChildProcess = spawn(file, args, {
    cwd: "/",
    env: { ...TOOL_ENVIRONMENT, ...variables },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    // A session of its own, by which it is known what it started.
    detached: true,
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, name) =>
      resolve({ exitCode: code ?? 128 + (name === null ? 0 : constants.signals[name]), signal: name }),
    );
  });
  const { stdin, stdout, stderr, pid: session } = child;
  const line = child.stdio[3];
  if (stdin === null || stdout === null || stderr === null || !line || !("read" in line) || session === undefined)
    throw await new Promise((resolve) => child.once("error", resolve));
  // Whoever writes to a command that has ended learns it from `ended`.
  stdin.on("error", () => {});
  const said = await firstLine(child, line);
  // Its writers are gone then, so that all they said is there.
  if (said === "") throw notReady(id, "could not be entered", new Error(String(stderr.read() ?? "").trim()));
  return { said, stdin, stdout, stderr, ended, session };
}
