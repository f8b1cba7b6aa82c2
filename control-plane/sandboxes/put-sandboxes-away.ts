import { and, eq, inArray } from "drizzle-orm";
import { type System, systemContext } from "../context.ts";
import { sandboxes } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";
import { settleSandbox } from "./drive-sandbox.ts";
import { beginHibernation } from "./hibernate-sandbox.ts";

/**
 * Ends the processes and mounts of every sandbox of this machine. Their files stay, so that each can be resumed.
 * @returns how many were put away, and why the others were not
 */
export async function putSandboxesAway(system: System): Promise<{ count: number; problems: string[] }> {
  const { queries } = system.database;
  const here = eq(sandboxes.host, thisHost());
  // One that cannot be made has nothing left to be put away.
  for (const { id } of await queries
    .select()
    .from(sandboxes)
    .where(and(here, eq(sandboxes.status, "creating"))))
    await settleSandbox(system, id).catch(() => {});
  const rows = await queries
    .select()
    .from(sandboxes)
    .where(and(here, inArray(sandboxes.status, ["running", "paused"])));
  const problems: string[] = [];
  let count = 0;
  for (const { id, teamId, pauseKind } of rows) {
    if (pauseKind === "hibernated") continue;
    const ctx = systemContext(system, teamId);
    try {
      // What was begun with it comes first.
      await settleSandbox(system, id);
      await ctx.transaction((tx) => beginHibernation(tx, ctx, id, "stop"));
      await settleSandbox(system, id);
      count++;
    } catch (error) {
      problems.push(`${id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { count, problems };
}
