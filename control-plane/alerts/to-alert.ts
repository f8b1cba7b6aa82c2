import type { Alert } from "#lib/api/alerts.ts";
import type { alerts } from "../db/schema.ts";

export type AlertRow = typeof alerts.$inferSelect;

/** The alert as the API answers it. */
export const toAlert = (row: AlertRow): Alert => ({
  id: row.id,
  kind: row.kind,
  subject_name: row.subjectName,
  volume_id: row.volumeId,
  sandbox_id: row.sandboxId,
  attachment_id: row.attachmentId,
  message: row.message,
  raised_at: row.raisedAt.toISOString(),
  cleared_at: row.clearedAt?.toISOString() ?? null,
});
