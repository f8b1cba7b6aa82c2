import { and, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { uploadParts, uploads } from "../db/schema.ts";
import { removeSessionFile } from "./session-file.ts";
import { withSessionStaging } from "./session-staging.ts";
import { rootOf } from "./upload-root.ts";

/** How long what became of an upload can be asked for, in seconds. */
const TOLD_SECONDS = 24 * 60 * 60;

/** Ends the uploads that nobody went on with, removes their bytes, and forgets those that ended a day ago. Any replica. */
export async function endExpiredUploads(system: System): Promise<void> {
  const { queries } = system.database;
  const unclaimed = or(isNull(uploads.claimedUntil), lt(uploads.claimedUntil, sql`now()`));
  const expired = await queries
    .update(uploads)
    .set({ status: "expired", updatedAt: sql`now()` })
    .where(and(inArray(uploads.status, ["open", "completing"]), lt(uploads.expiresAt, sql`now()`), unclaimed))
    .returning({ id: uploads.id, volumeId: uploads.volumeId, sandboxId: uploads.sandboxId });
  for (const one of expired) {
    const { id } = one;
    await queries.delete(uploadParts).where(eq(uploadParts.uploadId, id));
    const root = rootOf(one);
    await withSessionStaging(system, root, (staging) => removeSessionFile(staging, id)).catch((error: unknown) => {
      // Of a volume that cannot be reached now: its next repair clears it away.
      system.log.warn({ err: error, upload_id: id, root: root.id }, "the bytes of an expired upload are still there");
    });
  }
  await queries
    .delete(uploads)
    .where(
      and(
        inArray(uploads.status, ["completed", "aborted", "expired", "failed"]),
        sql`${uploads.updatedAt} < now() - make_interval(secs => ${TOLD_SECONDS})`,
      ),
    );
}
