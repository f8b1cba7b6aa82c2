import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { System } from "../context.ts";
import { attachments } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";
import { checkAttachment } from "./check-attachment.ts";
import { type AttachmentRow, attachmentColumns } from "./find-attachment.ts";
import { inParallel } from "./in-parallel.ts";

/** Sandboxes that are looked into at the same time. */
const WIDTH = 4;
const PAGE = 200;

/**
 * Those of this machine that were not looked at for about the interval, never all of them at the same time; and what else is
 * in their sandboxes, where it is half as old: to go in costs more than to look.
 */
function findDue(system: System) {
  const before = (share: SQL) => sql`coalesce((${attachments.health}->>'at')::timestamptz
    < clock_timestamp() - make_interval(secs => ${system.config.healthIntervalMs / 1000} * ${share}), true)`;
  // The states stand here as in the condition of the index, which the planner compares.
  const watched = and(
    sql`${attachments.state} in ('mounted', 'unmounted', 'failed')`,
    eq(attachments.host, thisHost()),
  );
  const { queries } = system.database;
  const due = queries
    .select({ id: attachments.sandboxId })
    .from(attachments)
    .where(and(watched, before(sql`(0.9 + 0.2 * random())`)));
  return queries
    .select(attachmentColumns)
    .from(attachments)
    .where(and(watched, before(sql`0.5`), inArray(attachments.sandboxId, due)))
    .orderBy(sql`${attachments.health}->>'at' nulls first`)
    .limit(PAGE);
}

/** Looks at every mount of this machine that is due for a look, at those of one sandbox together. */
export async function checkAttachments(system: System, signal: AbortSignal): Promise<void> {
  const bySandbox = Map.groupBy(await findDue(system), ({ sandboxId }) => sandboxId);
  await inParallel([...bySandbox.values()], WIDTH, async (rows) => {
    if (signal.aborted) return;
    await Promise.all(rows.map((row) => check(system, row)));
  });
}

async function check(system: System, row: AttachmentRow): Promise<void> {
  await checkAttachment(system, row).catch((error: unknown) =>
    system.log.error({ err: error, attachment_id: row.id }, "what a look found could not be saved"),
  );
}
