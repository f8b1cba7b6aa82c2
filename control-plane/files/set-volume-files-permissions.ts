import { closeSync } from "node:fs";
import type { NewEvent } from "#lib/api/events.ts";
import type { BulkPermissionsInput, BulkResult } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { appendEvents } from "../events/append-event.ts";
import { authorize } from "../identity/authorize.ts";
import { createBreather } from "../storage/breather.ts";
import { openEntryIfThere, statOf } from "../storage/descriptors.ts";
import { type Entry, withEntry } from "../storage/resolve-path.ts";
import { walkTree } from "../storage/walk-tree.ts";
import { createBulk } from "./bulk.ts";
import { changeMode } from "./change-mode.ts";
import { withVolume } from "./with-volume.ts";

/** Whoever may read a directory may also enter it, as `chmod -R +X` has it: 0644 on a tree must not close it. */
const directoryMode = (mode: number) => mode | ((mode & 0o444) >> 2);

/** Changes everything below an open directory, links and special files left alone. */
async function changeTree(directory: number, mode: number): Promise<void> {
  const breathe = createBreather();
  for (const entry of walkTree(directory)) {
    const fd = openEntryIfThere(entry.directory, entry.name);
    if (fd === null) continue;
    try {
      const stat = statOf(fd);
      if (stat.isDirectory()) changeMode(fd, stat, directoryMode(mode));
      else if (stat.isFile()) changeMode(fd, stat, mode);
    } finally {
      closeSync(fd);
    }
    await breathe();
  }
}

async function change(entry: Entry, mode: number, recursive: boolean): Promise<void> {
  if (!recursive || !entry.stat.isDirectory()) {
    changeMode(entry.fd, entry.stat, mode);
    return;
  }
  changeMode(entry.fd, entry.stat, directoryMode(mode));
  await changeTree(entry.fd, mode);
}

/**
 * Sets the permission bits of many. With `recursive` also of all below a directory, directories then with `x` where there is
 * an `r`; symlinks met on the way are left alone.
 * @throws ApiError forbidden, volume_not_found
 */
export async function setVolumeFilesPermissions(
  ctx: Context,
  volumeId: VolumeId,
  input: BulkPermissionsInput,
): Promise<BulkResult> {
  authorize(ctx, "files:write");
  const permissions = input.permissions.padStart(4, "0");
  const mode = Number.parseInt(permissions, 8);
  return withVolume(ctx, volumeId, async (root) => {
    const bulk = createBulk(ctx);
    for (const path of input.paths)
      await bulk.attempt(path, async () => {
        await withEntry(root, path, { follow: true }, (entry) => change(entry, mode, input.recursive));
        return { path, to: null, trash_id: null };
      });
    const happened = bulk.succeeded.map(
      ({ path }): NewEvent => ({
        type: "file.permissions_changed",
        volume_id: volumeId,
        data: { path, permissions },
      }),
    );
    await ctx.transaction((tx) => appendEvents(tx, ctx, happened));
    return bulk.result();
  });
}
