import type { ExecInput, ExecResult } from "#lib/api/exec.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { collectOutput, type Output } from "./collect-output.ts";
import { commandOf } from "./command-of.ts";
import { lateCommand, runWithin } from "./run-within.ts";
import { runningSandbox } from "./running-sandbox.ts";
import { startBackgroundCommand } from "./start-background-command.ts";

const SILENCE: Output = { text: "", truncated: false };

/**
 * Runs a command in a sandbox and answers when it has ended, or when it has begun in the background. A command that fails
 * is no error: its exit code says so.
 * @param signal the caller has gone: the command is ended
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready, invalid_request, exec_timeout with what it said until
 *   then
 */
export async function execInSandbox(
  ctx: Context,
  id: SandboxId,
  input: ExecInput,
  signal?: AbortSignal,
): Promise<ExecResult> {
  authorize(ctx, "sandboxes:write");
  const sandbox = await runningSandbox(ctx, id);
  const command = commandOf(sandbox, input);
  const limit = { seconds: input.timeout_secs, signal };
  if (input.background) {
    const pid = await startBackgroundCommand(ctx.system, id, command, limit.seconds);
    return { exit_code: 0, stdout: "", stderr: "", pid, truncated: false };
  }
  const { ended, began } = await runWithin(ctx.system.runtime, id, command, limit, ({ pid, stdin, stdout, stderr }) => {
    stdin.end();
    return { pid, stdout: collectOutput(stdout), stderr: collectOutput(stderr) };
  });
  const pid = began?.pid ?? null;
  const [out, err] = [began?.stdout() ?? SILENCE, began?.stderr() ?? SILENCE];
  if (ended === null || pid === null)
    throw lateCommand(limit.seconds, pid !== null, { stdout: out.text, stderr: err.text, pid });
  return {
    exit_code: ended.exitCode,
    stdout: out.text,
    stderr: err.text,
    pid,
    truncated: out.truncated || err.truncated,
  };
}
