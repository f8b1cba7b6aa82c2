import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { Context } from "../context.ts";
import { thisHost } from "../hosts/this-host.ts";
import { authorize } from "../identity/authorize.ts";
import { checkAttachment } from "./check-attachment.ts";
import { type AttachmentRef, findAttachment } from "./find-attachment.ts";
import { isWatched } from "./state.ts";
import { toAttachment } from "./to-attachment.ts";

/**
 * Looks at an attachment's mount from inside its sandbox now, and answers the attachment as it is then. One that is paused,
 * released or being worked on is answered as it is, and one of another machine as that machine saw it last.
 * @throws ApiError forbidden, attachment_not_found
 */
export async function getAttachmentHealth(
  ctx: Context,
  ref: AttachmentRef,
  options: { actions?: boolean } = {},
): Promise<VolumeAttachment> {
  authorize(ctx, "attachments:read");
  const { queries } = ctx.system.database;
  const before = await findAttachment(queries, ctx, ref);
  if (isWatched(before.state) && before.host === thisHost()) await checkAttachment(ctx.system, before);
  return toAttachment(await findAttachment(queries, ctx, ref), options.actions ? ctx : undefined);
}
