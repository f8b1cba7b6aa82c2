import { hostname } from "node:os";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { type System, systemContext } from "../context.ts";
import { hosts, sandboxes } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { reachChanged } from "./reach-changed.ts";
import { isSilent } from "./silence.ts";
import { thisHost } from "./this-host.ts";

/** Says that this machine lives. What was out of reach meanwhile is not any more. */
export async function sayAlive(system: System): Promise<void> {
  const { queries } = system.database;
  const now = sql`clock_timestamp()`;
  await queries
    .insert(hosts)
    .values({ id: thisHost(), name: hostname(), seenAt: now, seenSince: now })
    .onConflictDoUpdate({
      target: hosts.id,
      set: {
        name: hostname(),
        seenAt: now,
        seenSince: sql`case when ${isSilent} then clock_timestamp() else ${hosts.seenSince} end`,
      },
    });
  const unreachable = and(eq(sandboxes.host, thisHost()), isNotNull(sandboxes.unreachableSince));
  const back = await queries.select({ teamId: sandboxes.teamId }).from(sandboxes).where(unreachable);
  for (const team of new Set(back.map(({ teamId }) => teamId))) {
    const ctx = systemContext(system, team);
    await ctx.transaction(async (tx) => {
      const found = await tx
        .update(sandboxes)
        .set({ unreachableSince: null })
        .where(and(unreachable, eq(sandboxes.teamId, team)))
        .returning({ id: sandboxes.id });
      await appendEvents(
        tx,
        ctx,
        found.map(({ id }) => reachChanged(id, null)),
      );
    });
  }
}
