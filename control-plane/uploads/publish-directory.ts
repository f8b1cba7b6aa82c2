import { ApiError } from "#lib/api/api-error.ts";
import type { NewEvent } from "#lib/api/events.ts";
import { parentOf, type VolumePath } from "#lib/api/paths.ts";
import type { UploadConflict } from "#lib/api/uploads.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { appendEvents } from "../events/append-event.ts";
import { clearReplaced } from "../files/clear-replaced.ts";
import { withRoom } from "../files/make-room.ts";
import { DIRECTORY_BYTES, type Growth, requireRoom } from "../files/require-room.ts";
import { lstatAt } from "../storage/descriptors.ts";
import { makeDirectories, missingDirectories } from "../storage/make-directories.ts";
import { withEntry } from "../storage/resolve-path.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { measureTree } from "../storage/tree-jobs.ts";
import { changeUsage } from "../volumes/change-usage.ts";
import { lockVolume, type VolumeRow } from "../volumes/find-volume.ts";
import { placeTree, syncFileSystem } from "./place-tree.ts";
import type { Unpacked } from "./unpack-upload.ts";

type Options = {
  path: VolumePath;
  conflict: UploadConflict;
  /** Runs in the transaction that publishes, before anything is moved. Only queries on `tx`. */
  alsoInTransaction(tx: Queries): Promise<void>;
  /** The refusal for what stands in the way, at a path. */
  taken(path: string): ApiError;
};

/**
 * Puts an unpacked tree in place. Where nothing is, or with `replace`, it appears whole with one rename; merged into a
 * directory that is there, each of its files does, and what would be refused is known before the first one.
 * @param tree in staging; what is left of it is for the caller to remove
 * @throws ApiError volume_not_found, volume_quota_exceeded, and what `taken` makes
 */
export async function publishDirectory(
  ctx: Context,
  root: VolumeRoot,
  tree: Unpacked,
  options: Options,
): Promise<void> {
  const { path } = options;
  const { total } = await measureTree(root.staging, Buffer.from(tree.name));
  await syncFileSystem(root.staging);
  const replaced = await withRoom(ctx, root, () =>
    ctx.transaction(async (tx) => {
      const volume = await lockVolume(tx, ctx, root.volumeId);
      await options.alsoInTransaction(tx);
      const missing = path === "/" ? [] : missingDirectories(root, parentOf(path));
      const above = { usedBytes: missing.length * DIRECTORY_BYTES, inodeCount: missing.length };
      const require = (growth: Growth) =>
        requireRoom(ctx, volume, {
          usedBytes: growth.usedBytes + above.usedBytes,
          inodeCount: growth.inodeCount + above.inodeCount,
        });
      // An empty directory that a refusal leaves behind would be a change: so nothing is made before the room is known.
      if (missing.length > 0) require(total);
      const madeBytes = makeDirectories(root, missing);
      const placed = await placeTree(root, tree.name, total, { ...options, require });
      const usage = await changeUsage(tx, volume, {
        usedBytes: placed.growth.usedBytes + madeBytes,
        inodeCount: placed.growth.inodeCount + missing.length,
        trashBytes: 0,
      });
      const of = { volume_id: root.volumeId };
      const data = { path, file_count: tree.fileCount, size: tree.contentBytes, usage };
      await appendEvents(tx, ctx, [
        ...missing.map((made): NewEvent => ({ ...of, type: "file.directory_made", data: { path: made } })),
        { ...of, type: "file.unpacked", data },
        { ...of, type: "file.changed", data: { directory: path, changed: [], removed: [], resync: true } },
      ]);
      return placed.replaced;
    }),
  );
  if (replaced !== null) await clearReplaced(ctx, root, [replaced]);
  await syncFileSystem(root.staging);
}

/** What would come back to the volume where the tree goes: an upload over itself needs no room of its own. */
export async function replacedBy(root: VolumeRoot, path: VolumePath, volume: VolumeRow): Promise<Growth> {
  if (path === "/") return { usedBytes: volume.usedBytes, inodeCount: volume.inodeCount };
  try {
    return await withEntry(root, path, { follow: true }, async ({ parent }) => {
      if (parent === null || lstatAt(parent.fd, parent.name) === null) return { usedBytes: 0, inodeCount: 0 };
      return (await measureTree(parent.fd, parent.name)).exclusive;
    });
  } catch (error) {
    if (error instanceof ApiError && error.code === "file_not_found") return { usedBytes: 0, inodeCount: 0 };
    throw error;
  }
}
