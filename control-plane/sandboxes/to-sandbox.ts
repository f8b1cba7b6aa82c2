import { and, asc, eq, inArray } from "drizzle-orm";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { type AttachmentRow, attachmentColumns, isActive } from "../attachments/find-attachment.ts";
import { toAttachment } from "../attachments/to-attachment.ts";
import type { Context } from "../context.ts";
import { attachments } from "../db/schema.ts";
import type { SandboxRow } from "./find-sandbox.ts";
import { actionsOf } from "./why-not.ts";

type Options = { actions?: boolean | undefined };

function toSandbox(ctx: Context, row: SandboxRow, mounts: readonly AttachmentRow[], { actions }: Options): Sandbox {
  const volumeAttachments = mounts.map((mount) => toAttachment(mount));
  const timeoutAt = row.timeoutAt?.toISOString() ?? null;
  return {
    id: row.id,
    status: row.status,
    pause_kind: row.pauseKind,
    operation: row.operation,
    config: { vcpus: row.vcpus, memory_mb: row.memoryMb, disk_mb: row.diskMb },
    template: row.template,
    // The official client reads its mounts from here (docs/wire.md), everyone else below.
    metadata: { ...row.metadata, volume_attachments: volumeAttachments },
    cwd: row.cwd,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    updated_at: row.updatedAt.toISOString(),
    timeout_ms: row.timeoutMs,
    timeout_at: timeoutAt,
    timeout_action: row.timeoutAction,
    expires_at: row.timeoutAction === "destroy" ? timeoutAt : null,
    snapshot_id: row.status === "paused" ? row.snapshotId : null,
    error_code: row.errorCode,
    error_message: row.errorMessage,
    unreachable_since: row.unreachableSince?.toISOString() ?? null,
    volume_attachments: volumeAttachments,
    ...(actions && { actions: actionsOf(ctx, row) }),
  };
}

/**
 * The sandboxes as the API answers them, with their active attachments.
 * @param options.actions also say what the caller may do with each, and why not
 */
export async function toSandboxes(ctx: Context, rows: readonly SandboxRow[], options: Options): Promise<Sandbox[]> {
  const ids = rows.map(({ id }) => id);
  const mounts = await ctx.system.database.queries
    .select(attachmentColumns)
    .from(attachments)
    .where(and(eq(attachments.teamId, ctx.team), inArray(attachments.sandboxId, ids), isActive))
    .orderBy(asc(attachments.position));
  const ofSandbox = Map.groupBy(mounts, ({ sandboxId }) => sandboxId);
  return rows.map((row) => toSandbox(ctx, row, ofSandbox.get(row.id) ?? [], options));
}
