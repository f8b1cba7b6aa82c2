import type { SandboxProcess } from "#lib/api/exec.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { asAsked, isHelper } from "./background-processes.ts";
import { runningSandbox } from "./running-sandbox.ts";

/** What runs in a sandbox now. @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready */
export async function listProcesses(ctx: Context, id: SandboxId): Promise<SandboxProcess[]> {
  authorize(ctx, "sandboxes:read");
  await runningSandbox(ctx, id);
  const processes = await ctx.system.runtime.processes(id);
  return processes
    .filter(({ command }) => !isHelper(command))
    .map((one) => ({ ...one, command: asAsked(one.command) }));
}
