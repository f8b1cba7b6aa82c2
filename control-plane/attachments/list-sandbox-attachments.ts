import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { findSandbox } from "../sandboxes/find-sandbox.ts";
import { activeAttachments } from "./find-attachment.ts";
import { toAttachment } from "./to-attachment.ts";

/**
 * The active attachments of a sandbox, in the order they were asked for.
 * @throws ApiError forbidden, sandbox_not_found
 */
export async function listSandboxAttachments(
  ctx: Context,
  sandbox: SandboxId,
  options: { actions?: boolean } = {},
): Promise<VolumeAttachment[]> {
  authorize(ctx, "attachments:read");
  const { queries } = ctx.system.database;
  await findSandbox(queries, ctx, sandbox);
  const rows = await activeAttachments(queries, ctx, sandbox);
  return rows.map((row) => toAttachment(row, options.actions ? ctx : undefined));
}
