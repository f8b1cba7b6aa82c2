import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import type { Command } from "../runtimes/runtime.ts";
import { inBackground } from "./background-processes.ts";
import { collectOutput } from "./collect-output.ts";
import { lateCommand } from "./run-within.ts";

/**
 * Starts a command that goes on when this process ends. It begins once its pid was heard here, or never.
 * @param seconds how long it may take to begin
 * @returns its pid, as the sandbox numbers it
 * @throws ApiError sandbox_not_ready, invalid_request, exec_timeout
 */
export async function startBackgroundCommand(
  system: System,
  id: SandboxId,
  command: Command,
  seconds: number,
): Promise<number> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), seconds * 1000);
  try {
    return await start(system, id, command, deadline.signal);
  } catch (error) {
    throw deadline.signal.aborted ? lateCommand(seconds, false, {}) : error;
  } finally {
    clearTimeout(timer);
  }
}

async function start(system: System, id: SandboxId, command: Command, giveUp: AbortSignal): Promise<number> {
  const running = await system.runtime.exec(id, { ...command, argv: inBackground(command.argv) }, giveUp);
  const said = collectOutput(running.stdout);
  const problem = collectOutput(running.stderr);
  // Its output stays open for as long as the command runs.
  const line = new Promise<void>((resolve) => {
    running.stdout.on("data", () => said().text.includes("\n") && resolve());
  });
  const givenUp = new Promise<void>((resolve) => {
    if (giveUp.aborted) resolve();
    else giveUp.addEventListener("abort", () => resolve());
  });
  await Promise.race([line, running.ended, givenUp]);
  const pid = giveUp.aborted ? 0 : Number(said().text);
  const began = Number.isInteger(pid) && pid > 0;
  // Whoever keeps the command waits for a line, and takes the end of them for a no.
  running.stdin.end(began ? "\n" : "");
  if (began) return pid;
  throw new ApiError("sandbox_not_ready", `The command could not be started in ${id}: ${problem().text.trim()}`, {
    suggestedAction: "Check that /workspace/.nullspace can be written.",
  });
}
