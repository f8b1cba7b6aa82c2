import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { requireAllowed } from "./begin-operation.ts";
import { settleSandbox } from "./drive-sandbox.ts";
import { findSandbox, type SandboxRow } from "./find-sandbox.ts";

/**
 * Finds a sandbox whose processes and files can be reached. While a copy of its files is made it stands still for a moment,
 * which is waited for.
 * @throws ApiError sandbox_not_found, sandbox_not_ready
 */
export async function runningSandbox(ctx: Context, id: SandboxId): Promise<SandboxRow> {
  const { queries } = ctx.system.database;
  const row = await findSandbox(queries, ctx, id);
  const isCopied = row.status === "running" && row.operation === "snapshot";
  // Whether the copy was made is the matter of who asked for it.
  if (isCopied) await settleSandbox(ctx.system, id).catch(() => {});
  const now = isCopied ? await findSandbox(queries, ctx, id) : row;
  requireAllowed(now, "exec");
  return now;
}
