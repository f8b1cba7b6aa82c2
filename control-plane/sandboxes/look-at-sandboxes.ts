import { and, eq, inArray, isNull } from "drizzle-orm";
import { type System, systemContext } from "../context.ts";
import { sandboxes } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";
import { lockSandbox, type SandboxRow } from "./find-sandbox.ts";
import { saveStatus } from "./save-status.ts";
import type { Failure } from "./status.ts";

const GONE: Failure = {
  code: "sandbox_gone",
  message:
    "Its processes ended without being asked to: the machine was restarted, or they were killed. Destroy it and make another one.",
};

/** What the kernel should say of it. */
const expected = ({ status, pauseKind }: SandboxRow): "running" | "frozen" | null => {
  if (status === "running") return "running";
  return pauseKind === "frozen" ? "frozen" : null;
};

/** @returns whether it was found gone */
async function look(system: System, seen: SandboxRow): Promise<boolean> {
  const { runtime } = system;
  if ((await runtime.inspect(seen.id)) === expected(seen)) return false;
  const ctx = systemContext(system, seen.teamId);
  return ctx.transaction(async (tx) => {
    // Locked, so that nobody begins to change it; and looked at again, since somebody may have.
    const row = await lockSandbox(tx, ctx, seen.id);
    const wanted = expected(row);
    if (row.operation !== null || wanted === null) return false;
    const found = await runtime.inspect(row.id);
    if (found === "gone") await saveStatus(tx, ctx, row, { event: "lose", cause: "health", failure: GONE });
    // Left so by a process that was killed in the middle of a change, or by someone on the machine.
    else if (found !== wanted) await (wanted === "running" ? runtime.thaw(row.id) : runtime.freeze(row.id));
    return found === "gone";
  });
}

/** Compares this machine's sandboxes with what the kernel has: one whose processes are gone is in error and says why. */
export async function lookAtSandboxes(system: System, signal: AbortSignal): Promise<void> {
  const rows = await system.database.queries
    .select()
    .from(sandboxes)
    .where(
      and(
        eq(sandboxes.host, thisHost()),
        inArray(sandboxes.status, ["running", "paused"]),
        isNull(sandboxes.operation),
      ),
    );
  for (const row of rows) {
    if (signal.aborted) return;
    // What is left of it on the machine goes; its files stay until it is destroyed.
    if (expected(row) !== null && (await look(system, row))) await system.runtime.stop(row.id);
  }
}
