import { ApiError } from "#lib/api/api-error.ts";
import type { ExecInput, ExecResult } from "#lib/api/exec.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { collectOutput } from "./collect-output.ts";
import { commandOf } from "./command-of.ts";
import { runningSandbox } from "./running-sandbox.ts";
import { startBackgroundCommand } from "./start-background-command.ts";

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
  if (input.background) {
    const pid = await startBackgroundCommand(ctx.system, id, command);
    return { exit_code: 0, stdout: "", stderr: "", pid, truncated: false };
  }
  const running = await ctx.system.runtime.exec(id, command);
  running.stdin.end();
  const [stdout, stderr] = [collectOutput(running.stdout), collectOutput(running.stderr)];
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), input.timeout_secs * 1000);
  const over = signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, signal]);
  over.addEventListener("abort", () => running.kill());
  if (over.aborted) running.kill();
  const { exitCode } = await running.ended.finally(() => clearTimeout(timer));
  const [out, err] = [stdout(), stderr()];
  if (deadline.signal.aborted)
    throw new ApiError("exec_timeout", `The command was ended after ${input.timeout_secs} s.`, {
      suggestedAction: "Give it more time with timeout_secs, or run it in the background.",
      details: { stdout: out.text, stderr: err.text, pid: running.pid },
    });
  return {
    exit_code: exitCode,
    stdout: out.text,
    stderr: err.text,
    pid: running.pid,
    truncated: out.truncated || err.truncated,
  };
}
