import { and, eq, inArray, sql } from "drizzle-orm";
import type { SandboxId, TeamId, UploadId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { uploadParts, uploads } from "../db/schema.ts";
import { removeSessionFile } from "./session-file.ts";
import { withHostStaging } from "./session-staging.ts";

/** Gives up what was on its way into a sandbox that goes. @returns those whose bytes are to be removed after the commit */
export async function endUploadsInto(tx: Queries, team: TeamId, sandbox: SandboxId): Promise<UploadId[]> {
  const ended = await tx
    .update(uploads)
    .set({ status: "aborted", updatedAt: sql`now()` })
    .where(
      and(eq(uploads.teamId, team), eq(uploads.sandboxId, sandbox), inArray(uploads.status, ["open", "completing"])),
    )
    .returning({ id: uploads.id });
  const ids = ended.map(({ id }) => id);
  if (ids.length > 0) await tx.delete(uploadParts).where(inArray(uploadParts.uploadId, ids));
  return ids;
}

/** Removes their bytes. What a crash leaves of them, the next start removes. */
export const removeBytesOf = (system: System, ids: readonly UploadId[]): Promise<void> =>
  withHostStaging(system, async (staging) => {
    for (const id of ids) await removeSessionFile(staging, id);
  });
