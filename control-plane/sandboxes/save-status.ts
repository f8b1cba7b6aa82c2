import { eq, sql } from "drizzle-orm";
import type { NewEvent } from "#lib/api/events.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { sandboxes } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import type { SandboxRow } from "./find-sandbox.ts";
import { type Failure, type SandboxEvent, transition } from "./status.ts";

type Change = {
  event: SandboxEvent;
  /** What led to it, for the story: `create`, `pause`, `timeout`, … */
  cause: string;
  failure?: Failure | undefined;
  /** Columns that change with it. */
  also?: Partial<Pick<typeof sandboxes.$inferInsert, "snapshotId">>;
};

/** The event that tells of a change; `before` is null for the first status. */
export function sandboxChanged(before: SandboxRow | null, after: SandboxRow, cause: string): NewEvent {
  return {
    type: "sandbox.changed",
    sandbox_id: after.id,
    data: {
      from: before?.status ?? null,
      to: after.status,
      cause,
      duration_ms: before === null ? null : Math.max(0, after.statusSince.getTime() - before.statusSince.getTime()),
      error_code: after.errorCode,
      error_message: after.errorMessage,
    },
  };
}

const now = sql`clock_timestamp()`;
/** Only a running sandbox has a time-out, counted from when it began to run or went on. */
const timeoutFromNow = sql`clock_timestamp() + make_interval(secs => ${sandboxes.timeoutMs} / 1000.0)`;

/**
 * Changes the status of a sandbox that is locked in this transaction, ends the operation that led to it, and tells of it.
 * The only place that does. Call it last: it appends events.
 */
export async function saveStatus(tx: Queries, ctx: Context, before: SandboxRow, change: Change): Promise<SandboxRow> {
  const after = transition(before.status, change.event, change.failure);
  if (after === null) throw new Error(`${before.id}: ${change.event} has no place in ${before.status}`);
  const runs = after.status === "running";
  const [row] = await tx
    .update(sandboxes)
    .set({
      ...after,
      ...change.also,
      // By the database's clock, which all replicas share; not the start of the transaction, which may have waited.
      statusSince: now,
      updatedAt: now,
      timeoutAt: runs ? timeoutFromNow : null,
      ...(change.event === "start" && { startedAt: now }),
      ...(change.event === "destroy" && { destroyedAt: now, unreachableSince: null }),
      operation: null,
      operationCause: null,
      operationSnapshotId: null,
    })
    .where(eq(sandboxes.id, before.id))
    .returning();
  if (row === undefined) throw new Error(`${before.id} is gone`);
  await appendEvents(tx, ctx, [sandboxChanged(before, row, change.cause)]);
  return row;
}
