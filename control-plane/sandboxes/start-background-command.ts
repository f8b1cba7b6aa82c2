import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import type { Command } from "../runtimes/runtime.ts";
import { inBackground } from "./background-processes.ts";
import { collectOutput } from "./collect-output.ts";

/**
 * Starts a command that goes on when this process ends.
 * @returns its pid, as the sandbox numbers it
 * @throws ApiError sandbox_not_ready, invalid_request
 */
export async function startBackgroundCommand(system: System, id: SandboxId, command: Command): Promise<number> {
  const running = await system.runtime.exec(id, { ...command, argv: inBackground(command.argv) });
  running.stdin.end();
  const said = collectOutput(running.stdout);
  const problem = collectOutput(running.stderr);
  // Its output stays open for as long as the command runs.
  const line = new Promise<void>((resolve) => {
    running.stdout.on("data", () => said().text.includes("\n") && resolve());
  });
  await Promise.race([line, running.ended]);
  const pid = Number(said().text);
  if (Number.isInteger(pid) && pid > 0) return pid;
  throw new ApiError("sandbox_not_ready", `The command could not be started in ${id}: ${problem().text.trim()}`, {
    suggestedAction: "Check that /workspace/.nullspace can be written.",
  });
}
