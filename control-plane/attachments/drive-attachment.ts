import { eq, sql } from "drizzle-orm";
import type { AttachmentId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { attachments } from "../db/schema.ts";
import { attempt, mountOf, type Outcome } from "./attempt.ts";
import { type Claim, claimAttachment } from "./claim-attachment.ts";
import { type AttachmentRow, lockAttachment } from "./find-attachment.ts";
import { driveDurations } from "./measure.ts";
import { saveTransitions } from "./save-transitions.ts";

/** Attempts to mount before it counts as failed. */
const ATTEMPTS = 7;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
/** How often a busy mount is tried again while its holders have time. */
const BUSY_MS = 250;
const EARLY_MS = 250;

const inMs = (ms: number) => sql`clock_timestamp() + make_interval(secs => ${ms / 1000})`;

type Set = Parameters<ReturnType<Queries["update"]>["set"]>[0];

/** What is noted when the state stays as it is; null when it fails for good. */
function noted(
  system: System,
  row: AttachmentRow,
  graceOver: boolean,
  outcome: Exclude<Outcome, { kind: "changed" }>,
): Set | null {
  switch (outcome.kind) {
    case "early":
      return { nextAttemptAt: inMs(EARLY_MS) };
    case "busy": {
      const grace = sql`coalesce(${attachments.graceUntil}, ${inMs(system.config.detachGraceMs)})`;
      // The end of the grace is not slept through.
      const next = graceOver ? inMs(BUSY_MS) : sql`least(${grace}, ${inMs(BUSY_MS)})`;
      return { holders: outcome.holders, graceUntil: grace, nextAttemptAt: next };
    }
    case "failed": {
      const releasing = row.state === "releasing";
      // What is to be let go is never given up: nobody may believe it free while something can still write.
      if (!releasing && (!outcome.mayHelpLater || row.attempts + 1 >= ATTEMPTS)) return null;
      return {
        attempts: row.attempts + 1,
        nextAttemptAt: inMs(Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(row.attempts, 10))),
        lastErrorCode: outcome.failure.code,
        lastErrorMessage: outcome.failure.message,
      };
    }
  }
}

async function note(tx: Queries, row: AttachmentRow, set: Set): Promise<AttachmentRow> {
  const [after] = await tx
    .update(attachments)
    .set({ ...set, claimedBy: null, claimedUntil: null, updatedAt: sql`clock_timestamp()` })
    .where(eq(attachments.id, row.id))
    .returning();
  return { ...row, ...after };
}

/** Saves how an attempt ended, unless the attachment went another way meanwhile. */
async function save(system: System, claim: Claim, outcome: Outcome) {
  return claim.ctx.transaction(async (tx) => {
    const now = await lockAttachment(tx, claim.ctx, { attachmentId: claim.row.id });
    if (now.claimedBy !== claim.id) return { row: now, lost: true };
    const asClaimed = now.state === claim.row.state && now.leaseId === claim.row.leaseId;
    if (!asClaimed) return { row: await note(tx, now, { nextAttemptAt: sql`clock_timestamp()` }), lost: false };
    const set = outcome.kind === "changed" ? null : noted(system, now, claim.graceOver, outcome);
    if (set !== null) return { row: await note(tx, now, set), lost: false };
    const change =
      outcome.kind === "changed"
        ? outcome.change
        : {
            event: "fail" as const,
            cause: now.cause,
            failure: outcome.kind === "failed" ? outcome.failure : undefined,
          };
    const [row = now] = await saveTransitions(tx, claim.ctx, [now], { ...change, claim: null });
    return { row, lost: false };
  });
}

/** The process slept past its claim, and mounted what others had released: that goes again. */
async function undo(system: System, row: AttachmentRow): Promise<void> {
  const result = await system.runtime.unmount(mountOf(row));
  if (result.done) return;
  await system.runtime.killHolders(mountOf(row));
  await system.runtime.unmount(mountOf(row));
}

/** Takes an attachment that is claimed one step towards what its state asks for. @returns the attachment after the step */
export async function driveClaimed(system: System, claim: Claim): Promise<AttachmentRow> {
  const began = performance.now();
  const outcome = await attempt(system, claim).finally(claim.rest);
  const { row, lost } = await save(system, claim, outcome);
  driveDurations.observe({ state: claim.row.state, outcome: outcome.kind }, (performance.now() - began) / 1000);
  if (lost && row.state === "released" && outcome.kind === "changed" && outcome.change.event === "succeed")
    await undo(system, row);
  return row;
}

/**
 * Takes an attachment one step towards what its state asks for. Safe to repeat, to interrupt at any point and to call from
 * any number of processes.
 * @returns the attachment after the step; null when there was nothing to do, or somebody else is at it
 */
export async function driveAttachment(system: System, id: AttachmentId): Promise<AttachmentRow | null> {
  const claim = await claimAttachment(system, id);
  return claim === null ? null : driveClaimed(system, claim);
}
