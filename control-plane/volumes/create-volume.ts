import { and, eq, isNotNull, sql } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { CreateVolumeInput, Volume } from "#lib/api/volumes.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { isUniqueViolation } from "../db/is-unique-violation.ts";
import { volumes } from "../db/schema.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { newId } from "../new-id.ts";
import { capInForce } from "./cap-in-force.ts";
import { findShownVolume, type ShownVolumeRow, volumeColumns } from "./find-volume.ts";
import { finishDeletion } from "./finish-deletion.ts";
import { toVolume } from "./to-volume.ts";

const nameTaken = (name: string) =>
  new ApiError("volume_name_conflict", `This team has a volume named ${name} already.`, {
    suggestedAction: "Choose another name, or use the volume that has it.",
    details: { name },
  });

/** Takes the mark of deletion off; the unique index on the names of living volumes decides races. */
async function reveal(tx: Queries, ctx: Context, id: VolumeId): Promise<void> {
  const revealed = await tx
    .update(volumes)
    .set({ deletedAt: null, updatedAt: sql`now()` })
    .where(and(eq(volumes.id, id), eq(volumes.teamId, ctx.team), isNotNull(volumes.deletedAt)))
    .returning({ id: volumes.id });
  if (revealed.length === 0) throw new Error(`the volume ${id} was removed while it was being made`);
}

async function make(ctx: Context, id: VolumeId, name: string): Promise<ShownVolumeRow> {
  const [row] = await ctx.system.database.queries.select(volumeColumns).from(volumes).where(eq(volumes.id, id));
  if (row === undefined) throw new Error(`the volume ${id} was removed before it was made`);
  await ctx.system.store.create(id, capInForce(ctx, row).bytes);
  return ctx.transaction(async (tx) => {
    await reveal(tx, ctx, id);
    const made = await findShownVolume(tx, ctx, id);
    await appendEvents(tx, ctx, [{ type: "volume.created", volume_id: id, data: { name } }]);
    return made;
  });
}

/**
 * Makes an empty volume under the cap of its team.
 * @throws ApiError forbidden, volume_name_conflict, volume_backend_unavailable
 */
export async function createVolume(ctx: Context, input: CreateVolumeInput): Promise<Volume> {
  authorize(ctx, "volumes:write");
  const { queries } = ctx.system.database;
  const [taken] = await queries
    .select({ id: volumes.id })
    .from(volumes)
    .where(and(eq(volumes.teamId, ctx.team), eq(volumes.name, input.name), sql`${volumes.deletedAt} is null`));
  if (taken !== undefined) throw nameTaken(input.name);

  const id = newId("vol");
  // Marked as deleted until its bytes are there: a crash in between leaves what `finishDeletion` clears away.
  await queries
    .insert(volumes)
    .values({ id, teamId: ctx.team, name: input.name, store: ctx.system.store.kind, deletedAt: new Date() });
  const row = await make(ctx, id, input.name).catch(async (error: unknown) => {
    await finishDeletion(ctx.system, id);
    throw isUniqueViolation(error) ? nameTaken(input.name) : error;
  });
  return toVolume(ctx, row);
}
