import { and, desc, eq } from "drizzle-orm";
import type { AttachmentDetail, HealthCheck } from "#lib/api/attachments.ts";
import { KEPT_CHECKS } from "#lib/api/limits.ts";
import type { Context } from "../context.ts";
import { healthChecks } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { type AttachmentRef, findAttachment } from "./find-attachment.ts";
import { toAttachment } from "./to-attachment.ts";

const toCheck = (row: typeof healthChecks.$inferSelect): HealthCheck => ({
  at: row.at.toISOString(),
  healthy: row.healthy,
  code: row.code,
  message: row.message,
  options: row.options,
  latency_ms: row.latencyMs,
});

/**
 * One attachment, released ones too, with its last 50 checks, newest first. Looks at nothing anew.
 * @throws ApiError forbidden, attachment_not_found
 */
export async function getAttachment(
  ctx: Context,
  ref: AttachmentRef,
  options: { actions?: boolean } = {},
): Promise<AttachmentDetail> {
  authorize(ctx, "attachments:read");
  const { queries } = ctx.system.database;
  const row = await findAttachment(queries, ctx, ref);
  const checks = await queries
    .select()
    .from(healthChecks)
    .where(and(eq(healthChecks.attachmentId, row.id), eq(healthChecks.teamId, ctx.team)))
    .orderBy(desc(healthChecks.at))
    .limit(KEPT_CHECKS);
  return { ...toAttachment(row, options.actions ? ctx : undefined), checks: checks.map(toCheck) };
}
