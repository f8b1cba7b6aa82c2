import type { MountRequest, VolumeAttachment } from "#lib/api/attachments.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { requireAllowed } from "../sandboxes/begin-operation.ts";
import { lockSandbox } from "../sandboxes/find-sandbox.ts";
import { type AnswerOptions, answerAttachment, asked } from "./answer-attachment.ts";
import { beginMount, claimFor } from "./claim-attachment.ts";
import { activeAttachments } from "./find-attachment.ts";
import { planAttachments } from "./plan-attachments.ts";
import { requestAttachments } from "./request-attachments.ts";

/**
 * Mounts a volume, or a directory of it, into a running sandbox, and waits up to 10 s for it to be `mounted`. Where that
 * goes wrong the attachment is answered `failed` and says why; it keeps its place until it is detached.
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready, volume_backend_capability_unsupported,
 * volume_invalid_mount_path, volume_invalid_subpath, volume_limit_exceeded, volume_overlapping_mounts, volume_not_found
 */
export async function attachVolume(
  ctx: Context,
  sandboxId: SandboxId,
  request: MountRequest,
  options: AnswerOptions = {},
): Promise<VolumeAttachment> {
  authorize(ctx, "attachments:write");
  const requested = await ctx.transaction(async (tx) => {
    const sandbox = await lockSandbox(tx, ctx, sandboxId);
    requireAllowed(sandbox, "attach");
    const active = await activeAttachments(tx, ctx, sandboxId);
    const taken = active.map(({ mountPath }) => mountPath);
    const planned = await planAttachments(tx, ctx, [request], taken);
    const [row] = await requestAttachments(tx, ctx, sandbox, planned, "attach");
    if (row === undefined) throw new Error("the attachment was not written");
    // In the same transaction, since it is driven from here: each commit waits for the disk.
    const claim = claimFor(row);
    return asked(claim === undefined ? row : await beginMount(tx, ctx.system, row, claim), claim, true);
  });
  return answerAttachment(ctx, requested, options);
}
