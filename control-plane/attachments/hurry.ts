import { eq, sql } from "drizzle-orm";
import type { Queries } from "../db/database.ts";
import { attachments } from "../db/schema.ts";
import type { AttachmentRow } from "./find-attachment.ts";

/** Somebody waits again: what is tried again later is tried now. */
export async function hurry(tx: Queries, row: AttachmentRow): Promise<AttachmentRow> {
  await tx.update(attachments).set({ nextAttemptAt: sql`clock_timestamp()` }).where(eq(attachments.id, row.id));
  return row;
}
