import { randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { AttachmentId } from "#lib/api/ids.ts";
import { type Context, type System, systemContext } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { attachments } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";
import { claimUntil, RENEW_MS } from "./claim-time.ts";
import { type AttachmentRow, attachmentColumns } from "./find-attachment.ts";
import { saveTransitions } from "./save-transitions.ts";
import { AT_WORK } from "./state.ts";

/** What was claimed in a transaction: it counts once that is committed. */
export type Claimed = {
  id: string;
  /** The attachment as it was claimed, no more `requested`. */
  row: AttachmentRow;
  /** Nobody tried to mount it before. */
  fresh: boolean;
  /** The time that processes had to let go of it is over. */
  graceOver: boolean;
};

export type Claim = Claimed & {
  ctx: Context;
  /** Stops the renewal. The claim itself goes with what is saved. */
  rest(): void;
};

const newClaim = (): string => randomBytes(9).toString("base64url");

/**
 * The claim with which the caller's own transaction may take a locked attachment that it gives something to do; undefined
 * where somebody works on it, or nobody here can.
 */
export const claimFor = ({ claimedBy, host }: AttachmentRow): string | undefined =>
  claimedBy === null && host === thisHost() ? newClaim() : undefined;

/** The attachment where this machine may work on it now: not one that somebody else works on or waits for a lock of. */
async function lockFree(tx: Queries, id: AttachmentId) {
  const [row] = await tx
    .select({
      ...attachmentColumns,
      graceOver: sql<boolean>`coalesce(${attachments.graceUntil} <= clock_timestamp(), false)`,
    })
    .from(attachments)
    .where(
      and(
        eq(attachments.id, id),
        eq(attachments.host, thisHost()),
        sql`${attachments.state} in ${AT_WORK}`,
        sql`${attachments.nextAttemptAt} <= clock_timestamp()`,
        sql`(${attachments.claimedUntil} is null or ${attachments.claimedUntil} <= clock_timestamp())`,
      ),
    )
    .for("update", { skipLocked: true });
  return row;
}

function renew(system: System, { id, row }: Claimed): () => void {
  const timer = setInterval(() => {
    const renewed = system.database.queries
      .update(attachments)
      .set({ claimedUntil: claimUntil })
      .where(and(eq(attachments.id, row.id), eq(attachments.claimedBy, id)));
    Promise.resolve(renewed).catch((error: unknown) =>
      system.log.warn({ err: error, attachment_id: row.id }, "the claim on an attachment could not be renewed"),
    );
  }, RENEW_MS).unref();
  return () => clearInterval(timer);
}

/** Begins to work on what was claimed, once that is committed. */
export const holdClaim = (system: System, claimed: Claimed): Claim => ({
  ...claimed,
  ctx: systemContext(system, claimed.row.teamId),
  rest: renew(system, claimed),
});

/** Begins to mount one that is requested and locked, by whoever has the claim. Appends events: call it last. */
export async function beginMount(
  tx: Queries,
  system: System,
  before: AttachmentRow,
  claim: string,
): Promise<AttachmentRow> {
  const ctx = systemContext(system, before.teamId);
  const [row] = await saveTransitions(tx, ctx, [before], { event: "begin", cause: before.cause, claim });
  if (row === undefined) throw new Error(`${before.id} is gone`);
  return row;
}

/**
 * Takes an attachment to work on, so that no other control plane does; one that is `requested` begins to mount with it.
 * @returns null when there is nothing to do, it is not time yet, or somebody else is at it
 */
export async function claimAttachment(system: System, id: AttachmentId): Promise<Claim | null> {
  const claim = newClaim();
  const claimed = await system.database.queries.transaction(async (tx): Promise<Claimed | null> => {
    const found = await lockFree(tx, id);
    if (found === undefined) return null;
    const { graceOver, ...before } = found;
    if (before.state === "requested") {
      const row = await beginMount(tx, system, before, claim);
      // What resumes may have kept its mount.
      return { id: claim, row, fresh: before.cause !== "resume", graceOver };
    }
    await tx.update(attachments).set({ claimedBy: claim, claimedUntil: claimUntil }).where(eq(attachments.id, id));
    return { id: claim, row: before, fresh: false, graceOver };
  });
  return claimed === null ? null : holdClaim(system, claimed);
}
