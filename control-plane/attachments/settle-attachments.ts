import { setTimeout as sleep } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { AttachmentId, SandboxId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { attachments } from "../db/schema.ts";
import type { Claim } from "./claim-attachment.ts";
import { driveAttachment, driveClaimed } from "./drive-attachment.ts";
import { type AttachmentRow, attachmentColumns, isActive } from "./find-attachment.ts";
import { isAtWork } from "./state.ts";
import { toAttachment } from "./to-attachment.ts";

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 200;

/**
 * Drives one attachment until it has come to rest, also where another control plane does the work.
 * @param claim with which it was taken already, if it was
 * @returns the attachment as it is then; undefined when there is none any more
 */
export async function settleAttachment(
  system: System,
  id: AttachmentId,
  deadlineMs: number,
  claim: Claim | null = null,
): Promise<AttachmentRow | undefined> {
  const end = performance.now() + deadlineMs;
  let driven = claim === null ? await driveAttachment(system, id) : await driveClaimed(system, claim);
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const [now] =
      driven === null
        ? await system.database.queries.select(attachmentColumns).from(attachments).where(eq(attachments.id, id))
        : [driven];
    if (now === undefined || !isAtWork(now.state)) return now;
    const left = end - performance.now();
    if (left <= 0 || system.stopping.aborted) return now;
    // It went another way while it was driven: nothing to wait for.
    if (driven === null || driven.nextAttemptAt.getTime() > driven.updatedAt.getTime())
      await sleep(Math.min(pause, left));
    driven = await driveAttachment(system, id);
  }
}

/**
 * Drives all attachments of a sandbox now, until each has come to rest or the time is over.
 * @param options.deadlineMs how long to wait at most, in milliseconds
 * @returns the active ones as they are then, in the order they were asked for
 */
export async function settleAttachments(
  system: System,
  sandbox: SandboxId,
  { deadlineMs }: { deadlineMs: number },
): Promise<VolumeAttachment[]> {
  const { queries } = system.database;
  const ofSandbox = eq(attachments.sandboxId, sandbox);
  const rows = await queries
    .select({ id: attachments.id, state: attachments.state })
    .from(attachments)
    .where(ofSandbox);
  await Promise.all(
    rows.filter(({ state }) => isAtWork(state)).map(({ id }) => settleAttachment(system, id, deadlineMs)),
  );
  const settled = await queries
    .select(attachmentColumns)
    .from(attachments)
    .where(and(ofSandbox, isActive))
    .orderBy(attachments.position);
  return settled.map((row) => toAttachment(row));
}
