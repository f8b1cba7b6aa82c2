import { and, asc, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { Context } from "../context.ts";
import { trashEntries } from "../db/schema.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { dropTrash } from "./drop-trash.ts";

type Missing = { bytes: number; files: number };

function missingOf(error: unknown): Missing | null {
  if (!(error instanceof ApiError) || error.code !== "volume_quota_exceeded") return null;
  return { bytes: Number(error.details.missing_bytes ?? 0), files: Number(error.details.missing_files ?? 0) };
}

/**
 * Empties the trash, oldest first, until so much is free; empties nothing when all of it would not be enough.
 * @returns whether something was emptied
 */
async function makeRoom(ctx: Context, root: VolumeRoot, missing: Missing): Promise<boolean> {
  const entries = await ctx.system.database.queries
    .select()
    .from(trashEntries)
    .where(and(eq(trashEntries.volumeId, root.volumeId), eq(trashEntries.teamId, ctx.team)))
    .orderBy(asc(trashEntries.trashedAt), asc(trashEntries.id));
  let bytes = 0;
  let files = 0;
  const oldest = [];
  for (const entry of entries) {
    if (bytes >= missing.bytes && files >= missing.files) break;
    oldest.push(entry);
    bytes += entry.usedBytes;
    files += entry.inodeCount;
  }
  if (oldest.length === 0 || bytes < missing.bytes || files < missing.files) return false;
  await dropTrash(ctx, root, oldest);
  return true;
}

/**
 * Runs `act`, and again after emptying old trash when the volume's cap refused it and the trash is what stands in the way.
 * `act` must have changed nothing when it is refused.
 */
export async function withRoom<T>(ctx: Context, root: VolumeRoot, act: () => Promise<T>): Promise<T> {
  // Others fill what was freed, so once more is not always enough; and each round empties something or ends.
  for (;;) {
    try {
      return await act();
    } catch (error) {
      const missing = missingOf(error);
      if (missing === null || !(await makeRoom(ctx, root, missing))) throw error;
    }
  }
}
