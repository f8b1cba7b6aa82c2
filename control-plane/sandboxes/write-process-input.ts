import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { PROCESSES } from "./background-processes.ts";
import { runningSandbox } from "./running-sandbox.ts";

/** How long a command may take to read what it is sent, in seconds. */
const TAKE_S = 10;
// Opened for both, so that it does not wait for a command that has ended.
const SCRIPT = `[ -p "$0" ] && [ ! -e "$1" ] && exec /usr/bin/timeout ${TAKE_S} /bin/cat 1<>"$0"; exit 99`;
const NOBODY = 99;

/**
 * Sends text to the standard input of a background command, by the rights of the sandbox itself.
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready, not_found, timeout when the command does not read
 */
export async function writeProcessInput(ctx: Context, id: SandboxId, pid: number, data: string): Promise<void> {
  authorize(ctx, "sandboxes:write");
  await runningSandbox(ctx, id);
  const directory = `${PROCESSES}/${pid}`;
  const running = await ctx.system.runtime.exec(id, {
    argv: ["/bin/sh", "-c", SCRIPT, `${directory}/in`, `${directory}/exit_code`],
  });
  running.stdout.resume();
  running.stderr.resume();
  running.stdin.end(data);
  const { exitCode } = await running.ended;
  if (exitCode === NOBODY)
    throw new ApiError("not_found", `No background command with the pid ${pid} runs.`, {
      suggestedAction: "List the processes; only commands run with background take input.",
    });
  if (exitCode !== 0) throw new ApiError("timeout", `The process ${pid} did not read what it was sent.`);
}
