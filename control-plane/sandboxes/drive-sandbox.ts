import { setTimeout as sleep } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Context, System } from "../context.ts";
import { type SandboxOperation, sandboxes } from "../db/schema.ts";
import { type Claim, isAtWork, Overtaken, withClaim } from "./claim-sandbox.ts";
import { endSandbox } from "./end-sandbox.ts";
import { performCreation } from "./perform-creation.ts";
import { performHibernation } from "./perform-hibernation.ts";
import { performPause } from "./perform-pause.ts";
import { performResume } from "./perform-resume.ts";
import { performSnapshot } from "./perform-snapshot.ts";

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 200;

// Each may be interrupted at any line and begun again: what it did before is done already then. Where one cannot go on it
// takes everything back, and throws why.
const OPERATIONS: Record<SandboxOperation, (system: System, claim: Claim) => Promise<void>> = {
  pause: performPause,
  resume: performResume,
  hibernate: performHibernation,
  snapshot: performSnapshot,
  destroy: endSandbox,
};

/**
 * Does what is to be done with a sandbox of this machine, if nobody else is at it.
 * @param asker who asked for it, whom the story names; without one the system
 * @throws ApiError why it was taken back
 */
export async function driveSandbox(system: System, id: SandboxId, asker?: Context): Promise<void> {
  await withClaim(system, id, asker, async (claim) => {
    const { operation } = claim.row;
    const perform = operation === null ? performCreation : OPERATIONS[operation];
    await perform(system, claim).catch((error: unknown) => {
      if (!(error instanceof Overtaken)) throw error;
    });
  });
}

/** The same, in the background: what goes wrong is in the story of the sandbox, and in the log. */
export function driveLater(system: System, id: SandboxId, asker?: Context): void {
  driveSandbox(system, id, asker).catch((error: unknown) => {
    const expected = error instanceof ApiError || system.stopping.aborted;
    system.log[expected ? "info" : "error"]({ err: error, sandbox_id: id }, "a sandbox could not be changed");
  });
}

/**
 * Waits until nothing is to be done with a sandbox, and does it where nobody else is at it.
 * @throws ApiError as `driveSandbox`
 */
export async function settleSandbox(system: System, id: SandboxId, asker?: Context): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; !system.stopping.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    await driveSandbox(system, id, asker);
    const [busy] = await system.database.queries
      .select({ id: sandboxes.id })
      .from(sandboxes)
      .where(and(eq(sandboxes.id, id), isAtWork));
    if (busy === undefined) return;
    await sleep(pause);
  }
  throw new ApiError(
    "timeout",
    "The control plane is being stopped. What was asked for is finished at its next start.",
  );
}
