import type { SandboxId } from "#lib/api/ids.ts";
import type { Command, RunningCommand } from "../runtime.ts";
import { enter, killSession } from "./enter.ts";
import type { Machine } from "./machine.ts";

/**
 * Runs a command in a sandbox.
 * @throws ApiError sandbox_not_ready, invalid_request
 */
export async function exec(machine: Machine, id: SandboxId, command: Command): Promise<RunningCommand> {
  // The shell that says its pid becomes the command.
  const { said, session, ...running } = await enter(machine, id, command, "echo $$ >&3; exec 3>&-");
  return { ...running, pid: Number(said), kill: () => void killSession(machine, id, session) };
}
