import type { SandboxId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { PROCESSES } from "./background-processes.ts";

/** Removes what the background commands of an earlier life said: pids begin anew with a new start. */
export async function forgetProcesses(system: System, id: SandboxId): Promise<void> {
  const running = await system.runtime.exec(id, { argv: ["/bin/rm", "-rf", "--", PROCESSES], cwd: "/" });
  running.stdin.end();
  running.stdout.resume();
  running.stderr.resume();
  await running.ended;
}
