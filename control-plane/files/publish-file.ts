import { closeSync, fsync } from "node:fs";
import { promisify } from "node:util";
import { ApiError } from "#lib/api/api-error.ts";
import type { NewEvent } from "#lib/api/events.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { PublishedFile } from "#lib/api/transfers.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { openEntry, statOf } from "../storage/descriptors.ts";
import { etagOf } from "../storage/etag.ts";
import { discard, type StagedFile } from "../storage/stage-file.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { changeUsage } from "../volumes/change-usage.ts";
import { findVolume, lockVolume } from "../volumes/find-volume.ts";
import { withRoom } from "./make-room.ts";
import { type Placed, placeStaged } from "./place-staged.ts";
import type { Preconditions } from "./preconditions.ts";
import { requireRoom } from "./require-room.ts";

/** What was published, or will be. */
export type Published = Omit<PublishedFile, "checksum_sha256">;

type Options = Preconditions & {
  /** Runs in the transaction that publishes, before it does, with what will be answered. Only queries on `tx`. */
  alsoInTransaction?: ((tx: Queries, published: Published) => Promise<void>) | undefined;
  /** Whoever staged the file keeps it when it is refused, to try again. */
  keepRefused?: boolean;
};

const fsyncDirectory = promisify(fsync);

function story(volumeId: VolumeId, placed: Placed, written: NewEvent): NewEvent[] {
  const made = placed.made.map(
    (path): NewEvent => ({ type: "file.directory_made", volume_id: volumeId, data: { path } }),
  );
  return [...made, written];
}

/** @param keep takes the open directory that is to be fsynced, as soon as there is one */
async function publishIn(
  tx: Queries,
  ctx: Context,
  root: VolumeRoot,
  path: VolumePath,
  staged: StagedFile,
  options: Options,
  keep: (directory: number) => void,
): Promise<Published> {
  const volume = await lockVolume(tx, ctx, root.volumeId);
  const fd = openEntry(root.staging, staged.name);
  try {
    // A rename changes nothing of what the version is made of.
    const published = { path, size: staged.size, etag: etagOf(statOf(fd)) };
    // First, so that what it refuses has not been put in place.
    await options.alsoInTransaction?.(tx, published);
    const placed = placeStaged(root, path, staged, options, (growth) => requireRoom(ctx, volume, growth));
    keep(placed.directory);
    const usage = await changeUsage(tx, volume, { ...placed.growth, trashBytes: 0 });
    const { size, etag } = published;
    const data = { path, size, etag, created: placed.created, usage };
    await appendEvents(tx, ctx, story(root.volumeId, placed, { type: "file.written", volume_id: root.volumeId, data }));
    return published;
  } finally {
    closeSync(fd);
  }
}

/** Opens the volume's bytes; where they are gone, so may be the volume, and that is what the caller wants to know. */
function openBytes<T>(ctx: Context, volumeId: VolumeId, act: (root: VolumeRoot) => Promise<T>): Promise<T> {
  return ctx.system.store.use(volumeId, act).catch(async (error: unknown) => {
    if (error instanceof ApiError && error.code === "volume_backend_unavailable")
      await findVolume(ctx.system.database.queries, ctx, volumeId);
    throw error;
  });
}

/**
 * Puts staged bytes in place of `path`, whole or not at all: whoever reads sees the old file or the new one. Parents are
 * made, mode and owner of a replaced file are kept, a symlink is followed inside the volume; usage, story and what the
 * caller adds follow in one transaction. The staged file is used up, also on failure unless it is to be kept then. When it
 * returns, the file survives a power cut.
 * @throws ApiError forbidden, volume_not_found, file_conflict (a directory or special file is there, or a file on the way),
 *   precondition_failed with the current `etag`, volume_quota_exceeded when old trash could not make room
 */
export async function publishFile(
  ctx: Context,
  volumeId: VolumeId,
  path: VolumePath,
  staged: StagedFile,
  options: Options = {},
): Promise<Published> {
  authorize(ctx, "files:write");
  return openBytes(ctx, volumeId, async (root) => {
    const directories: number[] = [];
    try {
      const published = await withRoom(ctx, root, () =>
        ctx.transaction((tx) => publishIn(tx, ctx, root, path, staged, options, (fd) => directories.push(fd))),
      );
      for (const directory of directories) await fsyncDirectory(directory);
      return published;
    } finally {
      for (const directory of directories) closeSync(directory);
      // Published, it has no name in staging any more.
      if (options.keepRefused !== true) await discard(root, staged);
    }
  });
}
