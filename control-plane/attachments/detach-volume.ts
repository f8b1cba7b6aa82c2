import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { type AnswerOptions, answerAttachment, asked } from "./answer-attachment.ts";
import { claimFor } from "./claim-attachment.ts";
import { type AttachmentRef, lockAttachment } from "./find-attachment.ts";
import { hurry } from "./hurry.ts";
import { saveTransitions } from "./save-transitions.ts";
import { TRANSITIONS } from "./state.ts";

/**
 * Releases an attachment and waits up to 10 s for it to be `released`: then nothing can write to the volume through it any
 * more. While processes hold its files it is `releasing` and names them; after the grace they are stopped. Safe to repeat.
 * @throws ApiError forbidden, attachment_not_found
 */
export async function detachVolume(
  ctx: Context,
  ref: AttachmentRef,
  options: AnswerOptions = {},
): Promise<VolumeAttachment> {
  authorize(ctx, "attachments:write");
  const released = await ctx.transaction(async (tx) => {
    const before = await lockAttachment(tx, ctx, ref);
    if (!("release" in TRANSITIONS[before.state])) return asked(await hurry(tx, before), undefined);
    const claim = claimFor(before);
    const [after = before] = await saveTransitions(tx, ctx, [before], { event: "release", cause: "detach", claim });
    return asked(after, claim);
  });
  return answerAttachment(ctx, released, options);
}
