import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Command, Ended, RunningCommand, Runtime } from "../runtimes/runtime.ts";

/** How long a command that was ended may take to be gone, in milliseconds. In a sandbox that is held still it is gone when that goes on. */
const GONE_MS = 1_000;
const KILLED: Ended = { exitCode: 137, signal: "SIGKILL" };

export type TimeLimit = {
  seconds: number;
  /** Whoever asked has gone. */
  signal?: AbortSignal;
};

/** Waits for its end; once `over` aborts it is ended, and no longer waited for than that takes. */
async function endOf(running: RunningCommand, over: AbortSignal): Promise<Ended> {
  const killed = Promise.withResolvers<Ended>();
  let timer: NodeJS.Timeout | undefined;
  const kill = () => {
    running.kill();
    timer = setTimeout(() => killed.resolve(KILLED), GONE_MS);
  };
  over.addEventListener("abort", kill);
  if (over.aborted) kill();
  try {
    return await Promise.race([running.ended, killed.promise]);
  } finally {
    clearTimeout(timer);
    over.removeEventListener("abort", kill);
    // What left its session and lives on is heard no more.
    if (over.aborted) for (const stream of [running.stdin, running.stdout, running.stderr]) stream.destroy();
  }
}

/**
 * Runs a command in a sandbox to its end, or until its time is over. The time counts while the sandbox is held still too,
 * and what was ended in it does not go on with the others; what had not begun never does.
 * @param begun called once it runs
 * @returns how it ended, null when its time was over; and what `begun` returned, null when it never began
 * @throws ApiError sandbox_not_ready, invalid_request
 */
export async function runWithin<T>(
  runtime: Runtime,
  id: SandboxId,
  command: Command,
  { seconds, signal }: TimeLimit,
  begun: (running: RunningCommand) => T,
): Promise<{ ended: Ended | null; began: T | null }> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), seconds * 1000);
  const over = signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, signal]);
  try {
    const running = await runtime.exec(id, command, over);
    const began = begun(running);
    const ended = await endOf(running, over);
    return { ended: deadline.signal.aborted ? null : ended, began };
  } catch (error) {
    if (!deadline.signal.aborted) throw error;
    return { ended: null, began: null };
  } finally {
    clearTimeout(timer);
  }
}

/** What is answered when the time of a command was over. @param began whether it had begun at all */
export function lateCommand(seconds: number, began: boolean, details: Record<string, unknown>): ApiError {
  return began
    ? new ApiError("exec_timeout", `The command was ended after ${seconds} s.`, {
        suggestedAction: "Give it more time with timeout_secs, or run it in the background.",
        details,
      })
    : new ApiError("exec_timeout", `The command had not begun after ${seconds} s, and never will.`, {
        suggestedAction: "Look whether the sandbox is paused: resume it, then run the command again.",
        details,
      });
}
