import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { runningSandbox } from "./running-sandbox.ts";

/**
 * Ends a process of a sandbox, and with the first one of a background command what it has started. Nothing happens when there is none with this pid.
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready, invalid_request for process 1
 */
export async function killProcess(ctx: Context, id: SandboxId, pid: number): Promise<void> {
  authorize(ctx, "sandboxes:write");
  await runningSandbox(ctx, id);
  const { runtime } = ctx.system;
  await runtime.killProcess(id, pid);
  // By the rights of the sandbox: there is a group of this number only where the process led one.
  const group = await runtime.exec(id, { argv: ["/bin/sh", "-c", 'kill -9 "-$0"', String(pid)], cwd: "/" });
  group.stdin.end();
  group.stdout.resume();
  group.stderr.resume();
  await group.ended;
}
