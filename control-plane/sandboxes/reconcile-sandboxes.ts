import { and, eq, isNull, sql } from "drizzle-orm";
import PQueue from "p-queue";
import { type System, systemContext } from "../context.ts";
import { sandboxes } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";
import { isAtWork, isUnclaimed } from "./claim-sandbox.ts";
import { beginDestruction } from "./destroy-sandbox.ts";
import { driveLater, driveSandbox } from "./drive-sandbox.ts";
import { lockSandbox, type SandboxRow } from "./find-sandbox.ts";
import { beginHibernation } from "./hibernate-sandbox.ts";

/** Starts and copies of files that may go on at once. */
const CONCURRENCY = 8;

const isDue = and(
  eq(sandboxes.status, "running"),
  isNull(sandboxes.operation),
  sql`${sandboxes.timeoutAt} <= clock_timestamp()`,
);

async function endTime(system: System, { id, teamId }: Pick<SandboxRow, "id" | "teamId">): Promise<void> {
  const ctx = systemContext(system, teamId);
  await ctx.transaction(async (tx) => {
    await lockSandbox(tx, ctx, id);
    // Its time may have been made longer since.
    const [due] = await tx
      .select()
      .from(sandboxes)
      .where(and(eq(sandboxes.id, id), isDue));
    if (due === undefined) return;
    if (due.timeoutAction === "destroy") await beginDestruction(tx, ctx, id, "timeout");
    else await beginHibernation(tx, ctx, id, "timeout");
  });
  driveLater(system, id);
}

/** Ends this machine's sandboxes whose time is over, and finishes what was begun with one and left, by a crash mostly. */
export async function reconcileSandboxes(system: System, signal: AbortSignal): Promise<void> {
  const { queries } = system.database;
  const columns = { id: sandboxes.id, teamId: sandboxes.teamId };
  const here = eq(sandboxes.host, thisHost());
  for (const due of await queries.select(columns).from(sandboxes).where(and(here, isDue))) {
    if (signal.aborted) return;
    await endTime(system, due);
  }
  const left = await queries
    .select(columns)
    .from(sandboxes)
    .where(and(here, isAtWork, isUnclaimed));
  const queue = new PQueue({ concurrency: CONCURRENCY });
  for (const { id } of left)
    void queue.add(async () => {
      if (signal.aborted) return;
      await driveSandbox(system, id).catch((error: unknown) => {
        if (!signal.aborted) system.log.warn({ err: error, sandbox_id: id }, "a sandbox could not be driven on");
      });
    });
  await queue.onIdle();
}
