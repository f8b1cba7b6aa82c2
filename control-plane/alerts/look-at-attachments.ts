import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { AlertKind } from "#lib/api/alerts.ts";
import type { AttachmentState } from "#lib/api/attachments.ts";
import type { AttachmentId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { attachments, volumes } from "../db/schema.ts";
import type { Finding } from "./finding.ts";

type Row = { state: AttachmentState; unhealthy: boolean };

/** Whether it is broken: a mend that is under way has not mended it yet. */
function isWrong({ state, unhealthy }: Row, wasOpen: boolean): boolean {
  switch (state) {
    case "failed":
    case "unmounted":
      return true;
    case "mounted":
      return unhealthy;
    case "requested":
    case "mounting":
    case "remounting":
      return wasOpen;
    case "paused":
    case "releasing":
    case "released":
      return false;
  }
}

const END: Partial<Record<AttachmentState, string>> = {
  mounted: "works again",
  paused: "is paused",
  releasing: "was detached",
  released: "was detached",
};

/**
 * The attachments that are broken, and those that were.
 * @param open the kinds of the open alerts by what they are about
 */
export async function lookAtAttachments(ctx: Context, open: ReadonlyMap<string, AlertKind>): Promise<Finding[]> {
  const unhealthy = sql<boolean>`coalesce((${attachments.health}->>'healthy')::boolean, true) = false`;
  const rows = await ctx.system.database.queries
    .select({
      id: attachments.id,
      volumeId: attachments.volumeId,
      sandboxId: attachments.sandboxId,
      mountPath: attachments.mountPath,
      state: attachments.state,
      unhealthy,
      health: attachments.health,
      lastErrorMessage: attachments.lastErrorMessage,
      volumeName: volumes.name,
    })
    .from(attachments)
    .leftJoin(volumes, and(eq(volumes.id, attachments.volumeId), isNull(volumes.deletedAt)))
    .where(
      and(
        eq(attachments.teamId, ctx.team),
        or(
          inArray(attachments.state, ["failed", "unmounted"]),
          and(eq(attachments.state, "mounted"), unhealthy),
          // An id of another thing is none of an attachment.
          inArray(attachments.id, [...open.keys()] as AttachmentId[]),
        ),
      ),
    );
  return rows.map((row) => {
    const name = `${row.volumeName ?? row.volumeId} at ${row.mountPath}`;
    const seen = row.state === "mounted" ? row.health?.message : row.lastErrorMessage;
    return {
      subject: row.id,
      subjectName: name,
      volumeId: row.volumeId,
      sandboxId: row.sandboxId,
      attachmentId: row.id,
      wrong: isWrong(row, open.has(row.id))
        ? { kind: "attachment_failed", message: `${name}: ${seen ?? "the volume is not mounted. Remount it."}` }
        : null,
      over: `${name} ${END[row.state] ?? "is over"}.`,
    };
  });
}
