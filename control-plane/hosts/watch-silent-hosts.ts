import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { saveFound } from "../attachments/check-attachment.ts";
import { attachmentColumns } from "../attachments/find-attachment.ts";
import { type System, systemContext } from "../context.ts";
import { attachments, hosts, sandboxes } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { reachChanged } from "./reach-changed.ts";
import { HOST_SILENT, isAwake, isSilent } from "./silence.ts";
import { thisHost } from "./this-host.ts";

type Silent = { id: string; seenAt: Date };

async function markSandboxes(system: System, { id: host, seenAt }: Silent): Promise<void> {
  const { queries } = system.database;
  const unmarked = and(
    eq(sandboxes.host, host),
    ne(sandboxes.status, "destroyed"),
    isNull(sandboxes.unreachableSince),
    // It may have come back since it was found silent.
    sql`exists (select from ${hosts} where ${hosts.id} = ${host} and ${isSilent})`,
  );
  const teams = await queries.selectDistinct({ id: sandboxes.teamId }).from(sandboxes).where(unmarked);
  for (const team of teams) {
    const ctx = systemContext(system, team.id);
    await ctx.transaction(async (tx) => {
      const marked = await tx
        .update(sandboxes)
        .set({ unreachableSince: seenAt })
        .where(and(unmarked, eq(sandboxes.teamId, team.id)))
        .returning({ id: sandboxes.id });
      await appendEvents(
        tx,
        ctx,
        marked.map(({ id }) => reachChanged(id, seenAt)),
      );
    });
  }
}

/** What the machine saw last says nothing of how it is now: no mount of it is healthy until somebody has looked again. */
async function doubtMounts(system: System, { id: host }: Silent, signal: AbortSignal): Promise<void> {
  const believed = await system.database.queries
    .select(attachmentColumns)
    .from(attachments)
    .where(
      and(
        eq(attachments.host, host),
        eq(attachments.state, "mounted"),
        sql`${attachments.health}->>'code' is distinct from ${HOST_SILENT.code}`,
      ),
    );
  for (const row of believed) {
    if (signal.aborted) return;
    await saveFound(system, row, { healthy: false, ...HOST_SILENT, options: null, latency_ms: null });
  }
}

/**
 * Tells of the machines that have fallen silent, on any machine that has not: after a night in which all of them slept, or
 * nobody reached the database, each is waited for as long as ever.
 */
export async function watchSilentHosts(system: System, signal: AbortSignal): Promise<void> {
  const { queries } = system.database;
  const [awake] = await queries
    .select({ id: hosts.id })
    .from(hosts)
    .where(and(eq(hosts.id, thisHost()), isAwake));
  if (awake === undefined) return;
  const silent = await queries.select({ id: hosts.id, seenAt: hosts.seenAt }).from(hosts).where(isSilent);
  for (const host of silent) {
    await markSandboxes(system, host);
    await doubtMounts(system, host, signal);
  }
}
