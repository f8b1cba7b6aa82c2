import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { SETTLE_MS } from "#lib/api/limits.ts";
import type { Context } from "../context.ts";
import { type Claimed, holdClaim } from "./claim-attachment.ts";
import type { AttachmentRow } from "./find-attachment.ts";
import { settleAttachment } from "./settle-attachments.ts";
import { toAttachment } from "./to-attachment.ts";

/** How a change of an attachment is answered. */
export type AnswerOptions = {
  /** False: at once, with the state as it is; the work goes on all the same. Otherwise when it is done, or after 10 s. */
  wait?: boolean;
  /** Also say what the caller may do with it then, and why not. */
  actions?: boolean;
};

/** What a verb has committed: the attachment, and the claim with which it is driven here where nobody else works on it. */
export type Asked = { row: AttachmentRow; claimed: Claimed | null };

/** An attachment that a verb gave something to do, with the claim that was saved with it, if one was. */
export const asked = (row: AttachmentRow, claim: string | undefined, fresh = false): Asked => ({
  row,
  claimed: claim === undefined ? null : { id: claim, row, fresh, graceOver: false },
});

/**
 * Drives what a verb has just committed, and answers it.
 * @returns the attachment as it is then
 */
export async function answerAttachment(
  ctx: Context,
  { row, claimed }: Asked,
  options: AnswerOptions,
): Promise<VolumeAttachment> {
  const { system } = ctx;
  const claim = claimed === null ? null : holdClaim(system, claimed);
  const settled = settleAttachment(system, row.id, SETTLE_MS, claim);
  const asker = options.actions ? ctx : undefined;
  if (options.wait === false) {
    // Not waited for; what comes of it is in the database, and the reconciler goes on with what is left.
    settled.catch((error: unknown) => {
      if (!system.stopping.aborted) system.log.error({ err: error, attachment_id: row.id }, "it could not be driven");
    });
    return toAttachment(row, asker);
  }
  return toAttachment((await settled) ?? row, asker);
}
