import { and, eq, inArray, sql } from "drizzle-orm";
import type { SandboxId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { attachments } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";

type Transfer = { sandbox: SandboxId; end: () => void };

/** Those of this process: each holds the mount that its file lies on for as long as its client takes. */
const underWay = new Set<Transfer>();

/**
 * Notes a transfer of a sandbox's files that takes as long as a client likes.
 * @param end cuts it short
 * @returns to be called when it is over
 */
export function noteTransfer(sandbox: SandboxId, end: () => void): () => void {
  const transfer = { sandbox, end };
  underWay.add(transfer);
  return () => void underWay.delete(transfer);
}

/**
 * Ends the transfers of this process that keep a mount from going, once the time that its holders had is over. Which of a
 * sandbox's transfers does cannot be told from the mount: all of them end then, and their clients may ask again.
 */
export async function endOverdueTransfers(system: System): Promise<void> {
  if (underWay.size === 0) return;
  const overdue = await system.database.queries
    .select({ attachmentId: attachments.id, sandboxId: attachments.sandboxId })
    .from(attachments)
    .where(
      and(
        inArray(attachments.sandboxId, [...new Set([...underWay].map(({ sandbox }) => sandbox))]),
        eq(attachments.host, thisHost()),
        sql`${attachments.graceUntil} <= clock_timestamp()`,
      ),
    );
  for (const name of overdue) {
    if (!(await system.runtime.holdsHere(name))) continue;
    for (const { sandbox, end } of underWay) if (sandbox === name.sandboxId) end();
  }
}
