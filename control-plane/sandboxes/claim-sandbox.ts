import { randomBytes } from "node:crypto";
import { and, eq, isNotNull, or, sql } from "drizzle-orm";
import type { SandboxId } from "#lib/api/ids.ts";
import { type Context, type System, systemContext } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { sandboxes } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";
import type { SandboxRow } from "./find-sandbox.ts";

/** How long a claim holds when its holder dies, in seconds; whoever lives renews it three times in that time. */
const CLAIM_S = 9;

const until = sql`clock_timestamp() + make_interval(secs => ${CLAIM_S})`;

/** Something is to be done: it is being made, or a change of it has begun. */
export const isAtWork = or(eq(sandboxes.status, "creating"), isNotNull(sandboxes.operation));

/** Nobody works on it. */
export const isUnclaimed = sql`(${sandboxes.claimedUntil} is null or ${sandboxes.claimedUntil} <= clock_timestamp())`;

export type Claim = {
  id: string;
  /** Who asked for the change, or the system where it is finished for someone. */
  ctx: Context;
  /** The sandbox as it was claimed. */
  row: SandboxRow;
};

async function claim(system: System, id: SandboxId, asker: Context | undefined): Promise<Claim | null> {
  const claimId = randomBytes(9).toString("base64url");
  const [row] = await system.database.queries
    .update(sandboxes)
    .set({ claimedBy: claimId, claimedUntil: until })
    .where(and(eq(sandboxes.id, id), eq(sandboxes.host, thisHost()), isAtWork, isUnclaimed))
    .returning();
  return row === undefined ? null : { id: claimId, ctx: asker ?? systemContext(system, row.teamId), row };
}

function renew(system: System, { id, row }: Claim): () => void {
  const timer = setInterval(
    () => {
      const renewed = system.database.queries
        .update(sandboxes)
        .set({ claimedUntil: until })
        .where(and(eq(sandboxes.id, row.id), eq(sandboxes.claimedBy, id)));
      Promise.resolve(renewed).catch((error: unknown) =>
        system.log.warn({ err: error, sandbox_id: row.id }, "the claim on a sandbox could not be renewed"),
      );
    },
    (CLAIM_S * 1000) / 3,
  );
  return () => clearInterval(timer);
}

/**
 * Works on what is to be done with a sandbox, so that no other control plane does meanwhile.
 * @param asker who asked for it; without one the system
 * @returns whether there was something to do that nobody else was at
 */
export async function withClaim(
  system: System,
  id: SandboxId,
  asker: Context | undefined,
  act: (claim: Claim) => Promise<void>,
): Promise<boolean> {
  const claimed = await claim(system, id, asker);
  if (claimed === null) return false;
  const rest = renew(system, claimed);
  try {
    await act(claimed);
  } finally {
    rest();
    await system.database.queries
      .update(sandboxes)
      .set({ claimedBy: null, claimedUntil: null })
      .where(and(eq(sandboxes.id, id), eq(sandboxes.claimedBy, claimed.id)));
  }
  return true;
}

/** Thrown where a change was overtaken: the sandbox is in other hands, or something else is to be done with it. */
export class Overtaken extends Error {}

/**
 * Locks the sandbox of a claim, which must still be what was claimed.
 * @throws Overtaken when it is not
 */
export async function lockClaimed(tx: Queries, { id, row }: Claim): Promise<SandboxRow> {
  const [now] = await tx.select().from(sandboxes).where(eq(sandboxes.id, row.id)).for("update");
  if (now === undefined || now.claimedBy !== id || now.status !== row.status || now.operation !== row.operation)
    throw new Overtaken(`${row.id} went another way`);
  return now;
}
