import type { SandboxId } from "#lib/api/ids.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { driveLater, settleSandbox } from "./drive-sandbox.ts";
import { findSandbox } from "./find-sandbox.ts";
import { toSandboxes } from "./to-sandbox.ts";

export type SandboxCall = {
  /** False: answer at once with the sandbox as it is, rather than when what was asked for is done. */
  wait?: boolean | undefined;
  /** Also say what the caller may do with it now, and why not. */
  actions?: boolean | undefined;
};

/** Does what the verb has written down, after its commit, and answers the sandbox. @throws ApiError why it was taken back */
export async function settledSandbox(ctx: Context, id: SandboxId, call: SandboxCall): Promise<Sandbox> {
  if (call.wait === false) driveLater(ctx.system, id, ctx);
  else await settleSandbox(ctx.system, id, ctx);
  const [sandbox] = await toSandboxes(ctx, [await findSandbox(ctx.system.database.queries, ctx, id)], call);
  if (sandbox === undefined) throw new Error(`${id} got lost on the way out`);
  return sandbox;
}
