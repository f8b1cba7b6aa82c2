import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { Duplex, type Readable, type Writable } from "node:stream";
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

/** How long it may take until a command begins: some 10 ms when nothing is wrong. */
const BEGIN_MS = 30_000;
const KILL_ROUNDS = 50;
const POLL_MS = 2;

/** Says that the command is about to begin, and waits for the word to do so: without it, it never does. */
const GATE = 'echo "$$" >&3 && read -r go <&3 || exit 125';

/** What runs in a sandbox, with the streams to it. */
export type Entered = {
  /** As processes inside the sandbox see it. */
  pid: number;
  /** What it says on descriptor 3 from then on. */
  line: Readable;
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
    script: `${GATE}; ${begin}; cd -- "$NULLSPACE_CWD" || exit 126; exec /usr/bin/env -i ${environment} "$@"`,
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

/**
 * The next line that is said on descriptor 3; what came before its end when nothing more comes.
 * @throws the reason of `giveUp`
 */
export async function nextLine(stream: Readable, giveUp: AbortSignal): Promise<string> {
  giveUp.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = "";
  const hear = (chunk: Buffer) => {
    text += chunk.toString();
    if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
  };
  const end = () => resolve(text);
  const leave = () => reject(giveUp.reason);
  stream.on("data", hear).on("end", end).on("error", end);
  giveUp.addEventListener("abort", leave);
  try {
    return await promise;
  } finally {
    stream.off("data", hear).off("end", end).off("error", end);
    giveUp.removeEventListener("abort", leave);
  }
}

/**
 * Runs a command in a sandbox, by the rights and within the limits of its processes. A pause that comes before it has begun
 * holds it up.
 * @param begin shell commands before it, in its place; one of them, or the command, closes descriptor 3
 * @param giveUp when it aborts before the command has begun, it never begins, however long the sandbox is held still
 * @throws ApiError sandbox_not_ready, also when it was given up; invalid_request
 */
export async function enter(
  machine: Machine,
  id: SandboxId,
  command: Command,
  begin: string,
  giveUp: AbortSignal = AbortSignal.timeout(BEGIN_MS),
): Promise<Entered> {
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
  if (stdin === null || stdout === null || stderr === null || !(line instanceof Duplex) || session === undefined)
    throw await new Promise((resolve) => child.once("error", resolve));
  // Whoever writes to a command that has ended learns it from `ended`.
  for (const stream of [stdin, line]) stream.on("error", () => {});
  try {
    const pid = Number(await nextLine(line, giveUp));
    // Its writers are gone then, so that all they said is there.
    if (pid === 0) throw new Error(String(stderr.read() ?? "").trim());
    line.write("\n");
    return { pid, line: line.resume(), stdin, stdout, stderr, ended, session };
  } catch (error) {
    // With this the gate is shut for good.
    for (const stream of [line, stdin, stdout, stderr]) stream.destroy();
    throw notReady(id, giveUp.aborted ? "did not take the command in time" : "could not be entered", error);
  }
}
