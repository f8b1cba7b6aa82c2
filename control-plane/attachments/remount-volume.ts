import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { requireAllowed } from "../sandboxes/begin-operation.ts";
import { lockSandbox } from "../sandboxes/find-sandbox.ts";
import { type AnswerOptions, answerAttachment, asked } from "./answer-attachment.ts";
import { claimFor } from "./claim-attachment.ts";
import { type AttachmentRef, findAttachment, lockAttachment } from "./find-attachment.ts";
import { hurry } from "./hurry.ts";
import { saveTransitions } from "./save-transitions.ts";
import { isAtWork, TRANSITIONS } from "./state.ts";
import { whyNoRemount } from "./to-attachment.ts";

/**
 * Replaces the live mount of an attachment, whole or broken, under the same id, and waits up to 10 s for it to be `mounted`.
 * Processes that hold the old one have the grace of a detach, then they are stopped.
 * @throws ApiError forbidden, attachment_not_found, sandbox_not_ready, conflict, volume_backend_capability_unsupported
 */
export async function remountVolume(
  ctx: Context,
  ref: AttachmentRef,
  options: AnswerOptions = {},
): Promise<VolumeAttachment> {
  authorize(ctx, "attachments:write");
  const { capability } = ctx.system.runtime;
  if (!capability.available) throw new ApiError("volume_backend_capability_unsupported", capability.reason);
  const remounting = await ctx.transaction(async (tx) => {
    // The sandbox's lock comes first, so which one that is has to be known before.
    const { sandboxId } = await findAttachment(tx, ctx, ref);
    const sandbox = await lockSandbox(tx, ctx, sandboxId);
    const before = await lockAttachment(tx, ctx, ref);
    if (before.state === "releasing" || before.state === "released")
      throw new ApiError("conflict", `${before.id} cannot be remounted. ${whyNoRemount(before)}`);
    requireAllowed(sandbox, "attach");
    // It is on its way already, by another call.
    if (isAtWork(before.state)) return asked(await hurry(tx, before), undefined);
    if (!("remount" in TRANSITIONS[before.state]))
      throw new ApiError("sandbox_not_ready", `${before.id} cannot be remounted. ${whyNoRemount(before)}`);
    const claim = claimFor(before);
    const [after = before] = await saveTransitions(tx, ctx, [before], { event: "remount", cause: "remount", claim });
    return asked(after, claim);
  });
  return answerAttachment(ctx, remounting, options);
}
