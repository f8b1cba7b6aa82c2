import type { SandboxId } from "#lib/api/ids.ts";
import type { Command, RunningCommand } from "../runtime.ts";
import { enter, killSession } from "./enter.ts";
import type { Machine } from "./machine.ts";

/**
 * Runs a command in a sandbox.
 * @param giveUp as `enter` has it
 * @throws ApiError sandbox_not_ready, invalid_request
 */
export async function exec(
  machine: Machine,
  id: SandboxId,
  command: Command,
  giveUp?: AbortSignal,
): Promise<RunningCommand> {
  const { line: _, session, ...running } = await enter(machine, id, command, "exec 3>&-", giveUp);
  return { ...running, kill: () => void killSession(machine, id, session) };
}
