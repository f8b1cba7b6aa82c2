import { and, desc, eq, inArray } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import { AttachmentState, type ListAttachmentsQuery, type VolumeAttachment } from "#lib/api/attachments.ts";
import { MAX_LISTED_ATTACHMENTS } from "#lib/api/limits.ts";
import type { Context } from "../context.ts";
import { attachments } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { attachmentColumns, isActive } from "./find-attachment.ts";
import { toAttachment } from "./to-attachment.ts";

function parseStates(text: string): AttachmentState[] {
  return text.split(",").map((given) => {
    const state = AttachmentState.safeParse(given.trim());
    if (state.success) return state.data;
    throw new ApiError("invalid_request", `state: an attachment is never "${given}".`, {
      suggestedAction: `Use some of ${AttachmentState.options.join(", ")}.`,
    });
  });
}

/**
 * The attachments of the team, the newest 1,000 first.
 * @throws ApiError forbidden, invalid_request
 */
export async function listAttachments(ctx: Context, query: ListAttachmentsQuery): Promise<VolumeAttachment[]> {
  authorize(ctx, "attachments:read");
  const rows = await ctx.system.database.queries
    .select(attachmentColumns)
    .from(attachments)
    .where(
      and(
        eq(attachments.teamId, ctx.team),
        query.volume === undefined ? undefined : eq(attachments.volumeId, query.volume),
        query.sandbox === undefined ? undefined : eq(attachments.sandboxId, query.sandbox),
        query.state === undefined ? isActive : inArray(attachments.state, parseStates(query.state)),
      ),
    )
    .orderBy(desc(attachments.createdAt), desc(attachments.id))
    .limit(MAX_LISTED_ATTACHMENTS);
  return rows.map((row) => toAttachment(row, query.include === "actions" ? ctx : undefined));
}
