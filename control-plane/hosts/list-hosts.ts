import { asc, sql } from "drizzle-orm";
import type { Host } from "#lib/api/hosts.ts";
import type { System } from "../context.ts";
import { hosts } from "../db/schema.ts";
import { isSilent } from "./silence.ts";
import { thisHost } from "./this-host.ts";

/** The machines of this deployment, for the operator. */
export async function listHosts({ database: { queries } }: System): Promise<Host[]> {
  const rows = await queries
    .select({
      id: hosts.id,
      name: hosts.name,
      seenAt: hosts.seenAt,
      silent: isSilent,
      // Names of tables are written out: without a join the columns would stand without them.
      sandboxes: sql<number>`(select count(*) from nullspace.sandboxes
        where sandboxes.host = hosts.id and sandboxes.status <> 'destroyed')`.mapWith(Number),
      snapshots: sql<number>`(select count(*) from nullspace.snapshots
        where snapshots.host = hosts.id and snapshots.deleted_at is null)`.mapWith(Number),
    })
    .from(hosts)
    .orderBy(asc(hosts.name), asc(hosts.id));
  return rows.map(({ seenAt, ...row }) => ({
    ...row,
    seen_at: seenAt.toISOString(),
    answers: row.id === thisHost(),
  }));
}
