import { and, eq, inArray } from "drizzle-orm";
import { TrashId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { System } from "../context.ts";
import { trashEntries, uploads } from "../db/schema.ts";
import { sessionFile } from "../uploads/session-file.ts";
import type { VolumeRow } from "../volumes/find-volume.ts";
import { lstatAt } from "./descriptors.ts";
import { emptyStaging, isLeftBehind } from "./empty-staging.ts";
import { readNames } from "./read-names.ts";
import { measureTree } from "./tree-jobs.ts";

/** The names in staging of uploads that can go on. */
async function unfinishedUploads(system: System, volume: Pick<VolumeRow, "id" | "teamId">): Promise<Set<string>> {
  const rows = await system.database.queries
    .select({ id: uploads.id })
    .from(uploads)
    .where(
      and(
        eq(uploads.volumeId, volume.id),
        eq(uploads.teamId, volume.teamId),
        inArray(uploads.status, ["open", "completing"]),
      ),
    );
  return new Set(rows.map(({ id }) => sessionFile(id)));
}

/**
 * Puts right what a crash may have left of a volume, at the start, before it is used: uploads in flight and half-removed
 * trees go, trash rows whose bytes are gone go, and trash whose row is gone gets one. Usage is for the reconciliation after
 * this. Walks by descriptor and follows no link.
 * @throws ApiError volume_backend_unavailable
 */
export async function repairVolume(system: System, volume: Pick<VolumeRow, "id" | "teamId">): Promise<void> {
  const { queries } = system.database;
  await system.store.use(volume.id, async (root) => {
    await emptyStaging(system, root.staging, await unfinishedUploads(system, volume));
    const ofVolume = and(eq(trashEntries.volumeId, volume.id), eq(trashEntries.teamId, volume.teamId));
    const rows = await queries.select().from(trashEntries).where(ofVolume);
    const missing = rows.flatMap(({ id, trashedAt }) =>
      lstatAt(root.trash, id) === null && isLeftBehind(system, BigInt(trashedAt.getTime())) ? [id] : [],
    );
    if (missing.length > 0) await queries.delete(trashEntries).where(and(ofVolume, inArray(trashEntries.id, missing)));

    const known = new Set<string>(rows.map(({ id }) => id));
    for (const bytes of [...readNames(root.trash)]) {
      const id = TrashId.safeParse(bytes.toString());
      if (!id.success || known.has(id.data)) continue;
      const stat = lstatAt(root.trash, id.data);
      if (stat === null) continue;
      const { total } = await measureTree(root.trash, bytes);
      await queries.insert(trashEntries).values({
        id: id.data,
        teamId: volume.teamId,
        volumeId: volume.id,
        // Nobody knows where it was; an id is a name that every path may have.
        path: `/recovered-${id.data}` as VolumePath,
        type: stat.isDirectory() ? "directory" : stat.isSymbolicLink() ? "symlink" : "file",
        ...total,
        trashedBy: null,
      });
    }
  });
}
