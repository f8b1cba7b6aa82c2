import { and, eq, ne } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { ForgottenHost } from "#lib/api/hosts.ts";
import type { SandboxId, SnapshotId, TeamId } from "#lib/api/ids.ts";
import { finishAttachments, releaseAttachments } from "../attachments/change-attachments.ts";
import { type System, systemContext } from "../context.ts";
import { hosts, sandboxes, snapshots } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { lockSandbox } from "../sandboxes/find-sandbox.ts";
import { isVisible } from "../sandboxes/find-snapshot.ts";
import { saveStatus } from "../sandboxes/save-status.ts";
import { endUploadsInto, removeBytesOf } from "../uploads/end-uploads-into.ts";
import { isSilent } from "./silence.ts";
import { thisHost } from "./this-host.ts";

const CAUSE = "host_forgotten";

/** An operator has said that nothing runs there any more, which nobody else could know. */
async function endOn(system: System, team: TeamId, id: SandboxId): Promise<void> {
  const ctx = systemContext(system, team);
  const uploads = await ctx.transaction(async (tx) => {
    const row = await lockSandbox(tx, ctx, id);
    if (row.status === "destroyed") return [];
    const ended = await endUploadsInto(tx, team, id);
    await releaseAttachments(tx, ctx, id, CAUSE);
    await finishAttachments(tx, ctx, id, CAUSE);
    await saveStatus(tx, ctx, row, { event: "destroy", cause: CAUSE });
    return ended;
  });
  await removeBytesOf(system, uploads);
  // What it kept in a directory that machines share. Where nothing can run nothing is removed; a later start does it.
  if (system.runtime.capability.available) await system.runtime.remove(id);
}

async function forgetSnapshots(system: System, host: string): Promise<number> {
  const { queries } = system.database;
  const teams = await queries.selectDistinct({ id: snapshots.teamId }).from(snapshots).where(eq(snapshots.host, host));
  let count = 0;
  const dropped: SnapshotId[] = [];
  for (const team of teams) {
    const ctx = systemContext(system, team.id);
    await ctx.transaction(async (tx) => {
      const theirs = and(eq(snapshots.host, host), eq(snapshots.teamId, team.id));
      const shown = await tx.select().from(snapshots).where(and(theirs, isVisible));
      const gone = await tx.delete(snapshots).where(theirs).returning({ id: snapshots.id });
      dropped.push(...gone.map(({ id }) => id));
      await appendEvents(
        tx,
        ctx,
        shown.map(({ id, sandboxId }) => ({
          type: "snapshot.deleted",
          sandbox_id: sandboxId,
          data: { snapshot_id: id },
        })),
      );
      count += shown.length;
    });
  }
  if (system.runtime.capability.available) for (const id of dropped) await system.runtime.dropSaved(id);
  return count;
}

/**
 * Takes a machine that is gone for good out of the deployment: its sandboxes are destroyed and what they had mounted is
 * released, its snapshots are deleted. Whoever calls knows that nothing runs there any more; a machine that lives all the
 * same ends what it has at the next start of its control plane. Safe to repeat.
 * @throws ApiError not_found; conflict for a machine that has been heard from within a minute, or answers this
 */
export async function forgetHost(system: System, host: string): Promise<ForgottenHost> {
  const { queries } = system.database;
  const [known] = await queries.select({ name: hosts.name, silent: isSilent }).from(hosts).where(eq(hosts.id, host));
  if (known === undefined) throw new ApiError("not_found", `There is no machine ${host}.`);
  if (host === thisHost() || !known.silent)
    throw new ApiError("conflict", `${known.name} lives: it was heard from within the last minute.`, {
      suggestedAction: "Stop its control plane first, and wait a minute.",
    });
  const ended = await queries
    .select({ id: sandboxes.id, teamId: sandboxes.teamId })
    .from(sandboxes)
    .where(and(eq(sandboxes.host, host), ne(sandboxes.status, "destroyed")));
  for (const { id, teamId } of ended) await endOn(system, teamId, id);
  const dropped = await forgetSnapshots(system, host);
  await queries.delete(hosts).where(and(eq(hosts.id, host), isSilent));
  return { id: host, sandboxes: ended.length, snapshots: dropped };
}
