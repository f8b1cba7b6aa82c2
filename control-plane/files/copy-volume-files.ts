import { randomBytes } from "node:crypto";
import { ApiError } from "#lib/api/api-error.ts";
import type { BulkResult, CopyFilesInput } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, nameFromBytes, type VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { copyTree, type Skipped } from "../storage/copy-tree.ts";
import { type Entry, rootRefused, withEntry } from "../storage/resolve-path.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { measureTree, removeTree } from "../storage/tree-jobs.ts";
import { capInForce } from "../volumes/cap-in-force.ts";
import { changeUsage } from "../volumes/change-usage.ts";
import { findVolume, lockVolume } from "../volumes/find-volume.ts";
import { createBulk } from "./bulk.ts";
import { clearReplaced } from "./clear-replaced.ts";
import { type CopyOptions, copyEnded, createTeller, MAX_SKIPPED_TOLD } from "./copy-progress.ts";
import { withRoom } from "./make-room.ts";
import { measureEntry } from "./measure-entry.ts";
import { type Relocated, relocate } from "./relocate.ts";
import { type Growth, requireRoom } from "./require-room.ts";
import { withDirectory } from "./with-directory.ts";
import { withVolume } from "./with-volume.ts";

type Copy = {
  ctx: Context;
  root: VolumeRoot;
  directory: Entry;
  input: CopyFilesInput;
  signal: AbortSignal | undefined;
  /** Told of bytes as they are copied. */
  tell: (bytes: number) => void;
};

/** Refuses before the first byte what cannot fit, old trash aside. @returns the bytes that may be taken */
async function reserve({ ctx, root }: Copy, needed: Growth): Promise<number> {
  return withRoom(ctx, root, async () => {
    const volume = await findVolume(ctx.system.database.queries, ctx, root.volumeId);
    requireRoom(ctx, volume, needed);
    return capInForce(ctx, volume).bytes - volume.usedBytes;
  });
}

/** Ends the copy of a source that grows beyond the room that was there for it. */
function createBudget(room: number, tell: (bytes: number) => void) {
  let spent = 0;
  return (bytes: number) => {
    spent += bytes;
    tell(bytes);
    if (spent <= room) return;
    throw new ApiError(
      "volume_quota_exceeded",
      "The copy grew past what the volume may hold; nothing of it was kept.",
      {
        suggestedAction: "Delete something, empty the trash, or ask the operator for a larger cap.",
        details: { missing_bytes: spent - room },
      },
    );
  };
}

/** Moves a finished copy from staging to where it belongs. */
async function publishCopy({ ctx, root, directory, input }: Copy, path: VolumePath, source: Buffer, name: string) {
  const { total } = await measureTree(root.staging, Buffer.from(name));
  const to = (moved: Relocated) => childOf(input.destination, nameFromBytes(moved.name));
  const moved = await withRoom(ctx, root, () =>
    ctx.transaction(async (tx) => {
      const volume = await lockVolume(tx, ctx, root.volumeId);
      requireRoom(ctx, volume, total);
      const from = { fd: root.staging, name };
      const moved = relocate(root, from, { fd: directory.fd, name: source }, input.conflict);
      const change = {
        usedBytes: total.usedBytes + moved.usedBytes,
        inodeCount: total.inodeCount + moved.inodeCount,
        trashBytes: 0,
      };
      const usage = await changeUsage(tx, volume, change);
      await appendEvents(tx, ctx, [
        { type: "file.copied", volume_id: root.volumeId, data: { path, to: to(moved), usage } },
      ]);
      return moved;
    }),
  );
  if (moved.replaced !== null) await clearReplaced(ctx, root, [moved.replaced]);
  return to(moved);
}

async function copyOne(copy: Copy, path: VolumePath, skip: (skipped: Skipped[]) => void): Promise<VolumePath> {
  const { root, signal } = copy;
  return withEntry(root, path, { follow: false }, async (entry) => {
    const { parent } = entry;
    if (parent === null) throw rootRefused();
    const { total } = await measureEntry(entry);
    const spend = createBudget(await reserve(copy, total), copy.tell);
    const name = `copy-${randomBytes(12).toString("hex")}`;
    try {
      skip(await copyTree(root, { ...entry, parent }, name, { signal, spend }));
      return await publishCopy(copy, path, parent.name, name);
    } finally {
      await removeTree(root.staging, name);
    }
  });
}

/**
 * Copies files and directories into a directory, each under its own name. Each one appears whole or not at all; symlinks are
 * copied as links, special files are told in `failed`, and the others go on.
 * @throws ApiError forbidden, volume_not_found, file_not_found or file_conflict for the destination, timeout when the
 *   signal ended it
 */
export async function copyVolumeFiles(
  ctx: Context,
  volumeId: VolumeId,
  input: CopyFilesInput,
  options: CopyOptions = {},
): Promise<BulkResult> {
  authorize(ctx, "files:write");
  return withVolume(ctx, volumeId, (root) =>
    withDirectory(root, input.destination, async (directory) => {
      const bulk = createBulk(ctx);
      const tell = await createTeller(root, input.paths, options);
      const copy = { ctx, root, directory, input, signal: options.signal, tell };
      for (const path of input.paths) {
        if (options.signal?.aborted) throw copyEnded();
        await bulk.attempt(path, async () => {
          const to = await copyOne(copy, path, (skipped) => {
            for (const { way, error } of skipped.slice(0, MAX_SKIPPED_TOLD))
              bulk.refuse(way.map(nameFromBytes).reduce(childOf, path), error);
          });
          return { path, to, trash_id: null };
        });
      }
      return bulk.result();
    }).catch((error: unknown) => {
      throw options.signal?.aborted ? copyEnded() : error;
    }),
  );
}
