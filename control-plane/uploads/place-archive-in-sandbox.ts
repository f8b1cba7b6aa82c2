import { randomBytes } from "node:crypto";
import { closeSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { parentOf } from "#lib/api/paths.ts";
import { mountOfDescriptor } from "../runtimes/local/mountinfo.ts";
import { findMountedVolumes } from "../sandbox-files/mounted-volumes.ts";
import { requireReplaceable } from "../sandbox-files/require-replaceable.ts";
import { noRoom, roomIn } from "../sandbox-files/room-in.ts";
import type { SandboxTree } from "../sandboxes/sandbox-tree.ts";
import { copyTree } from "../storage/copy-tree.ts";
import { openEntry, statOf } from "../storage/descriptors.ts";
import { makeDirectories, missingDirectories } from "../storage/make-directories.ts";
import type { WritableTree } from "../storage/store.ts";
import { removeTree } from "../storage/tree-jobs.ts";
import { type Completing, finishUpload } from "./claim-upload.ts";
import { placeTree, syncFileSystem } from "./place-tree.ts";
import { notePlacing } from "./placing.ts";
import { sessionFile } from "./session-file.ts";
import { type SessionStaging, withHostStaging } from "./session-staging.ts";
import { withStagingOfTarget } from "./staging-of-target.ts";
import { targetTaken } from "./target-taken.ts";
import { type Unpacked, unpackUpload } from "./unpack-upload.ts";
import { uploadRefusal } from "./upload-refusal.ts";

const NOT_COUNTED = { usedBytes: 0, inodeCount: 0 };

/** Copies a tree from the host to beside its place, all of it or it throws. */
async function copyOver(from: SessionStaging, { name }: Unpacked, root: WritableTree, as: string): Promise<void> {
  const fd = openEntry(from.staging, name);
  try {
    const source = { fd, stat: statOf(fd), parent: { fd: from.staging, name: Buffer.from(name) } };
    let left = roomIn(root.staging);
    const spend = (bytes: number) => {
      left -= bytes;
      if (left < 0) throw noRoom();
    };
    const [skipped] = await copyTree(root, source, as, { signal: undefined, spend });
    if (skipped !== undefined) throw skipped.error;
  } finally {
    closeSync(fd);
  }
}

/** Refuses to merge into what is mounted below the target: nothing is moved there with a rename. */
function stayingOn({ upload }: Completing, root: WritableTree): (directory: number) => void {
  const mount = mountOfDescriptor(root.staging);
  return (directory) => {
    if (mountOfDescriptor(directory) !== mount)
      throw uploadRefusal(
        upload.id,
        "target_conflict",
        "The archive has files for a place where something is mounted.",
        {
          path: upload.targetPath,
          suggestedAction: "Upload what belongs there by itself, to the path of the mount.",
        },
      );
  };
}

/** Moves the copy into place and marks the upload as done. @returns a tree that it took the place of, in staging */
async function putInPlace(
  completing: Completing,
  tree: SandboxTree,
  root: WritableTree,
  copy: string,
  unpacked: Unpacked,
): Promise<string | null> {
  const { ctx, upload } = completing;
  const { targetPath: path, conflict } = upload;
  const { contentBytes, fileCount } = unpacked;
  const requireUnmounted = await findMountedVolumes(ctx, tree.sandbox, tree);
  const fd = openEntry(root.staging, copy);
  const stat = statOf(fd);
  closeSync(fd);
  await notePlacing(completing, stat, { bytes: contentBytes, fileCount });
  return ctx.transaction(async (tx) => {
    await finishUpload(tx, completing, contentBytes, fileCount);
    if (path !== "/") makeDirectories(root, missingDirectories(root, parentOf(path)));
    const { replaced } = await placeTree(root, copy, NOT_COUNTED, {
      path,
      conflict,
      admit: stayingOn(completing, root),
      checkReplaced: (target) => requireReplaceable(target, target.name, requireUnmounted),
      taken: (taken) => targetTaken(upload, taken),
    });
    return replaced;
  });
}

/**
 * Unpacks the archive of an upload on the host, where no process of the sandbox can meddle with it, copies what came of it to
 * beside its place in the sandbox, and moves it there.
 * @throws ApiError file_upload_error (directory_extract_…, target_conflict), volume_quota_exceeded, upload_conflict, and what
 *   the file systems of the sandbox refuse
 */
export async function placeArchiveInSandbox(
  completing: Completing,
  tree: SandboxTree,
  file: FileHandle,
): Promise<void> {
  const { ctx, upload } = completing;
  const random = randomBytes(6).toString("hex");
  const name = `${sessionFile(upload.id)}-tree-${random}`;
  await withHostStaging(ctx.system, async (host) => {
    try {
      const room = { usedBytes: roomIn(host.staging), inodeCount: Number.MAX_SAFE_INTEGER };
      const unpacked = await unpackUpload(host, upload, file, { name, room, noRoom });
      const target = { ...upload, path: upload.targetPath };
      await withStagingOfTarget(ctx.system, tree, target, async (root) => {
        const copy = `copy-${random}`;
        const left: string[] = [copy];
        try {
          await copyOver(host, unpacked, root, copy);
          await syncFileSystem(root.staging);
          const replaced = await putInPlace(completing, tree, root, copy, unpacked);
          if (replaced !== null) left.push(replaced);
          await syncFileSystem(root.staging);
        } finally {
          for (const one of left) await removeTree(root.staging, one);
        }
      });
    } finally {
      await removeTree(host.staging, name);
    }
  });
}
