import type { SandboxId } from "#lib/api/ids.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { findSandbox } from "./find-sandbox.ts";
import { toSandboxes } from "./to-sandbox.ts";

/**
 * A sandbox as it is now, destroyed ones too.
 * @param options.actions also say what the caller may do with it, and why not
 * @throws ApiError forbidden, sandbox_not_found
 */
export async function getSandbox(
  ctx: Context,
  id: SandboxId,
  options: { actions?: boolean | undefined } = {},
): Promise<Sandbox> {
  authorize(ctx, "sandboxes:read");
  const row = await findSandbox(ctx.system.database.queries, ctx, id);
  const [sandbox] = await toSandboxes(ctx, [row], options);
  if (sandbox === undefined) throw new Error(`${id} got lost on the way out`);
  return sandbox;
}
