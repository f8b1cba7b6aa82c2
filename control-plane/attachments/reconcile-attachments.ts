import { sql } from "drizzle-orm";
import type { AttachmentId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { attachments, sandboxes } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";
import { driveAttachment } from "./drive-attachment.ts";
import { inParallel } from "./in-parallel.ts";

/** Driven at the same time. */
const WIDTH = 8;
const PAGE = 200;

/** What is due on this machine and in nobody's hands. Nothing is mounted into a sandbox that is only about to run. */
function findDue(system: System) {
  return system.database.queries
    .select({ id: attachments.id })
    .from(attachments)
    .where(
      // The states stand here as in the condition of the index, which the planner compares.
      sql`${attachments.state} in ('requested', 'mounting', 'remounting', 'releasing')
        and ${attachments.nextAttemptAt} <= clock_timestamp()
        and ${attachments.host} = ${thisHost()}
        and (${attachments.claimedUntil} is null or ${attachments.claimedUntil} <= clock_timestamp())
        and (${attachments.state} = 'releasing' or exists (
          select from ${sandboxes} s where s.id = ${attachments.sandboxId} and s.status = 'running'))`,
    )
    .orderBy(attachments.nextAttemptAt)
    .limit(PAGE);
}

/**
 * Drives every attachment of this machine that is due: what a verb left when its caller went away, what a dead control plane
 * left in the middle, and what is to be tried again.
 */
export async function reconcileAttachments(system: System, signal: AbortSignal): Promise<void> {
  const due = await findDue(system);
  await inParallel(due, WIDTH, async ({ id }) => {
    if (!signal.aborted) await drive(system, id);
  });
}

async function drive(system: System, id: AttachmentId): Promise<void> {
  try {
    await driveAttachment(system, id);
  } catch (error) {
    // One that cannot be driven must not keep the others waiting.
    system.log.error({ err: error, attachment_id: id }, "an attachment could not be driven on");
  }
}
