import { asc, count, ne } from "drizzle-orm";
import type { Host } from "#lib/api/hosts.ts";
import type { System } from "../context.ts";
import { hosts, sandboxes, snapshots } from "../db/schema.ts";
import { isVisible } from "../sandboxes/find-snapshot.ts";
import { isSilent } from "./silence.ts";
import { thisHost } from "./this-host.ts";

/** The machines of this deployment, for the operator. */
export async function listHosts({ database: { queries } }: System): Promise<Host[]> {
  const rows = await queries
    .select({ id: hosts.id, name: hosts.name, seenAt: hosts.seenAt, silent: isSilent })
    .from(hosts)
    .orderBy(asc(hosts.name), asc(hosts.id));
  const running = await queries
    .select({ host: sandboxes.host, count: count() })
    .from(sandboxes)
    .where(ne(sandboxes.status, "destroyed"))
    .groupBy(sandboxes.host);
  const kept = await queries
    .select({ host: snapshots.host, count: count() })
    .from(snapshots)
    .where(isVisible)
    .groupBy(snapshots.host);
  const of = (counts: typeof running, id: string) => counts.find(({ host }) => host === id)?.count ?? 0;
  return rows.map(({ seenAt, ...row }) => ({
    ...row,
    seen_at: seenAt.toISOString(),
    answers: row.id === thisHost(),
    sandboxes: of(running, row.id),
    snapshots: of(kept, row.id),
  }));
}
