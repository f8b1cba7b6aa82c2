import { and, asc, eq, getTableColumns, ne, type SQL, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { AttachmentId, SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { attachments } from "../db/schema.ts";

export type AttachmentRow = typeof attachments.$inferSelect & { volumeName: string };

/** The columns of `AttachmentRow`. A subquery, so that `for update` locks the attachment alone. */
export const attachmentColumns = {
  ...getTableColumns(attachments),
  // The id where the volume is gone: its released attachments outlive it.
  volumeName: sql<string>`coalesce(
    (select name from nullspace.volumes where volumes.id = attachments.volume_id), ${attachments.volumeId})`,
};

export const isActive = ne(attachments.state, "released");

/** Which attachment is meant; with a sandbox it must be in that one. */
export type AttachmentRef = { attachmentId: AttachmentId; sandboxId?: SandboxId };

const thisAttachment = (ctx: Context, { attachmentId, sandboxId }: AttachmentRef): SQL | undefined =>
  and(
    eq(attachments.id, attachmentId),
    eq(attachments.teamId, ctx.team),
    sandboxId === undefined ? undefined : eq(attachments.sandboxId, sandboxId),
  );

/** The same answer for one that never was, one of another sandbox and another team's. */
const attachmentNotFound = ({ attachmentId, sandboxId }: AttachmentRef) =>
  new ApiError(
    "attachment_not_found",
    `There is no attachment ${attachmentId} in ${sandboxId === undefined ? "this team" : `the sandbox ${sandboxId}`}.`,
    { suggestedAction: "List the attachments and use one of their ids." },
  );

/** Released ones too. @throws ApiError attachment_not_found */
export async function findAttachment(tx: Queries, ctx: Context, ref: AttachmentRef): Promise<AttachmentRow> {
  const [row] = await tx.select(attachmentColumns).from(attachments).where(thisAttachment(ctx, ref));
  if (row === undefined) throw attachmentNotFound(ref);
  return row;
}

/** Finds the attachment and keeps everyone else from changing its row until the transaction ends. @throws ApiError attachment_not_found */
export async function lockAttachment(tx: Queries, ctx: Context, ref: AttachmentRef): Promise<AttachmentRow> {
  const [row] = await tx.select(attachmentColumns).from(attachments).where(thisAttachment(ctx, ref)).for("update");
  if (row === undefined) throw attachmentNotFound(ref);
  return row;
}

/** The active attachments of a sandbox of the team, in the order they were asked for. */
export function activeAttachments(tx: Queries, ctx: Context, sandbox: SandboxId): Promise<AttachmentRow[]> {
  return tx
    .select(attachmentColumns)
    .from(attachments)
    .where(and(eq(attachments.teamId, ctx.team), eq(attachments.sandboxId, sandbox), isActive))
    .orderBy(asc(attachments.position));
}
