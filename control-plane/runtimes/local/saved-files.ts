import { closeSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId, SnapshotId } from "#lib/api/ids.ts";
import { copyTree } from "../../storage/copy-tree.ts";
import { openEntry, openEntryIfThere, openRoot, statOf } from "../../storage/descriptors.ts";
import { isStagingName } from "../../storage/staging-name.ts";
import { measureTree, removeTree } from "../../storage/tree-jobs.ts";
import { type Machine, placesOf } from "./machine.ts";
import { firstProcess, isFrozen, notReady } from "./run-record.ts";

/** Nobody watches; and what is on its way into the sandbox is no part of its files. */
const COPY = { signal: undefined, spend: () => {}, leaveOut: isStagingName };

/** Opens a directory that only the control plane reaches, made where it is missing. */
async function withDirectory<T>(path: string, act: (fd: number) => Promise<T>): Promise<T> {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const fd = openRoot(path);
  try {
    return await act(fd);
  } finally {
    closeSync(fd);
  }
}

const withSnapshots = <T>(machine: Machine, act: (fd: number) => Promise<T>) =>
  withDirectory(join(machine.dataDirectory, "snapshots"), act);

/** Copies a directory by descriptor, and shows it under its name once it is whole. */
async function copyDirectory(
  machine: Machine,
  from: { fd: number; name: string },
  to: { fd: number; name: string },
): Promise<void> {
  const unfinished = `${to.name}.new`;
  await removeTree(to.fd, unfinished);
  const fd = openEntry(from.fd, from.name);
  try {
    const source = { fd, stat: statOf(fd), parent: { fd: from.fd, name: Buffer.from(from.name) } };
    await copyTree({ staging: to.fd, owner: machine.owner }, source, unfinished, COPY);
  } finally {
    closeSync(fd);
  }
  renameSync(`/proc/self/fd/${to.fd}/${unfinished}`, `/proc/self/fd/${to.fd}/${to.name}`);
}

/** Copies a sandbox's own files; its volumes are not among them, since they are mounted inside alone. */
export async function saveFiles(machine: Machine, id: SandboxId, as: SnapshotId): Promise<{ sizeBytes: number }> {
  const pid = firstProcess(machine, id);
  if (pid !== null && !isFrozen(machine, id, pid)) throw notReady(id, "still runs, and would change what is copied");
  return withDirectory(placesOf(machine, id).home, (home) =>
    withSnapshots(machine, async (snapshots) => {
      await removeTree(snapshots, as);
      await copyDirectory(machine, { fd: home, name: "files" }, { fd: snapshots, name: as });
      const { total } = await measureTree(snapshots, Buffer.from(as));
      return { sizeBytes: total.usedBytes };
    }),
  );
}

/** Gives a new sandbox the files of a snapshot. @throws ApiError snapshot_not_found */
export async function restoreFiles(machine: Machine, id: SandboxId, from: SnapshotId): Promise<void> {
  await withSnapshots(machine, async (snapshots) => {
    const fd = openEntryIfThere(snapshots, from);
    if (fd === null)
      throw new ApiError("snapshot_not_found", `The files of ${from} are not on this machine.`, {
        suggestedAction: "Choose another snapshot.",
      });
    closeSync(fd);
    await withDirectory(placesOf(machine, id).home, (home) =>
      copyDirectory(machine, { fd: snapshots, name: from }, { fd: home, name: "files" }),
    );
  });
}

export const dropSaved = (machine: Machine, id: SnapshotId): Promise<void> =>
  withSnapshots(machine, (snapshots) => removeTree(snapshots, id));
